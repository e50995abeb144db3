import Crystallography
import Diffraction

/// Coarse maps of the points where symmetry elements pierce the screen, as the target of an auxiliary head.
///
/// There is one map per `SymmetryElementMap.Kind`, in the order of its cases, with `size` × `size` values in 0...1, row
/// by row: the target of the outputs of a convolution with as many filters.
public struct SymmetryMapTarget: Sendable, Hashable {
  /// The number of maps.
  public static let channels = SymmetryElementMap.Kind.allCases.count

  /// The number of rows, and of columns, of each map.
  public let size: Int

  /// Creates targets of a size of at least 1.
  public init(size: Int) {
    precondition(size >= 1, "a map needs at least one row")
    self.size = size
  }

  /// The maps of a pattern.
  ///
  /// An image that is not square is padded to a square on both sides, as ``Preprocessing`` does.
  ///
  /// - Parameters:
  ///   - elements: the axes and mirror planes of the crystal.
  ///   - parameters: the parameters of the pattern, which must be valid.
  /// - Returns: `channels` · `size`² values.
  public func values(of elements: SymmetryElements, in parameters: EBSDParameters) -> [Float] {
    let geometry = square(parameters.geometry)
    var map = SymmetryElementMap(elements)
    // A spot is about as wide as a pixel of the map, so that it does not fall between two.
    let pixel = 180 / Double.pi / (geometry.patternCenter.z * Double(size))
    map.axisWidth = max(map.axisWidth, 0.6 * pixel)
    map.mirrorWidth = max(map.mirrorWidth, 0.4 * pixel)
    let rotation = geometry.crystalToLaboratory(parameters.orientation)
    return SymmetryElementMap.Kind.allCases.flatMap { kind in
      map.image(of: kind, crystalToLaboratory: rotation, on: geometry).pixels.map { $0 / 255 }
    }
  }

  /// The square that encloses a screen, with the map's number of pixels.
  private func square(_ geometry: DetectorGeometry) -> DetectorGeometry {
    let (width, height) = (Double(geometry.width), Double(geometry.height))
    let side = max(width, height)
    var square = geometry
    (square.width, square.height) = (size, size)
    square.patternCenter = [
      (geometry.patternCenter.x * width + (side - width) / 2) / side,
      (geometry.patternCenter.y * height + (side - height) / 2) / side, geometry.patternCenter.z * height / side,
    ]
    return square
  }
}
