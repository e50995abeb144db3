import Crystallography
import Foundation
import Imaging

/// Images of the points and lines where the symmetry elements of a crystal's Laue class meet a screen.
public struct SymmetryElementMap: Sendable {
  /// The kind of symmetry element in a map: axes of one order, or mirror planes.
  public enum Kind: String, CaseIterable, Sendable {
    /// Axes of order 2.
    case twofold
    /// Axes of order 3.
    case threefold
    /// Axes of order 4.
    case fourfold
    /// Axes of order 6.
    case sixfold
    /// Mirror planes.
    case mirror

    /// The order of the axes; nil for mirror planes.
    public var order: Int? {
      switch self {
      case .twofold: 2
      case .threefold: 3
      case .fourfold: 4
      case .sixfold: 6
      case .mirror: nil
      }
    }

    /// The brightness of the kind in the combined map.
    fileprivate var brightness: Float {
      switch self {
      case .mirror: 0.3
      case .twofold: 0.5
      case .threefold: 0.65
      case .fourfold: 0.8
      case .sixfold: 1
      }
    }
  }

  /// The symmetry elements.
  public let elements: SymmetryElements
  /// The standard deviation of an axis's spot, in degrees.
  public var axisWidth = 2.0
  /// The standard deviation of a mirror plane's line, in degrees.
  public var mirrorWidth = 0.7

  /// Creates maps of symmetry elements.
  public init(_ elements: SymmetryElements) { self.elements = elements }

  /// The points where axes meet a screen.
  ///
  /// - Parameters:
  ///   - rotation: the rotation from the crystal frame to the laboratory frame.
  ///   - geometry: the detector.
  /// - Returns: row and column in pixels, within the image, and the order of each axis.
  public func points(
    crystalToLaboratory rotation: Matrix3,
    on geometry: DetectorGeometry
  ) -> [(row: Double, column: Double, order: Int)] {
    elements.axes.compactMap { axis in
      let direction = rotation * axis.direction
      // At most one end of an axis points to the screen.
      guard let position = geometry.position(of: direction.z < 0 ? -direction : direction),
        (0...Double(geometry.height)).contains(position.row), (0...Double(geometry.width)).contains(position.column)
      else { return nil }
      return (position.row, position.column, axis.order)
    }
  }

  /// The map of one kind: 255 on its elements, falling to 0 around them.
  ///
  /// - Parameters:
  ///   - kind: the kind of symmetry element.
  ///   - rotation: the rotation from the crystal frame to the laboratory frame.
  ///   - geometry: the detector.
  /// - Returns: an image of the geometry's size.
  public func image(of kind: Kind, crystalToLaboratory rotation: Matrix3, on geometry: DetectorGeometry) -> GrayImage {
    let axes = elements.axes.filter { $0.order == kind.order }.map { rotation * $0.direction }
    let normals = kind == .mirror ? elements.mirrors.map { rotation * $0 } : []
    let axisScale = 0.5 / pow(axisWidth * .pi / 180, 2)
    let mirrorScale = 0.5 / pow(mirrorWidth * .pi / 180, 2)
    var pixels: [Float] = []
    pixels.reserveCapacity(geometry.width * geometry.height)
    for row in 0..<geometry.height {
      for column in 0..<geometry.width {
        let direction = geometry.direction(row: Double(row) + 0.5, column: Double(column) + 0.5)
        // sin² of the angles to axes and planes.
        let toAxis = axes.map { 1 - pow($0.dot(direction), 2) }.min().map { exp(-axisScale * $0) }
        let toPlane = normals.map { pow($0.dot(direction), 2) }.min().map { exp(-mirrorScale * $0) }
        pixels.append(Float(255 * max(toAxis ?? 0, toPlane ?? 0)))
      }
    }
    var image = GrayImage(width: geometry.width, height: geometry.height)
    image.pixels = pixels
    return image
  }

  /// All kinds in one image, 0 to 255: faint mirror planes, and axes brighter with higher order.
  public func image(crystalToLaboratory rotation: Matrix3, on geometry: DetectorGeometry) -> GrayImage {
    var image = GrayImage(width: geometry.width, height: geometry.height)
    for kind in Kind.allCases {
      let own = self.image(of: kind, crystalToLaboratory: rotation, on: geometry)
      image.pixels = zip(image.pixels, own.pixels).map { max($0, kind.brightness * $1) }
    }
    return image
  }
}
