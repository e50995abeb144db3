import Crystallography
import Diffraction

/// Where symmetry elements pierce the screen, as coarse maps that a network learns to draw beside its answer.
///
/// A map for each `SymmetryElementMap.Kind`, in the order of its cases, each of `size` × `size` values in 0...1,
/// row by row: what the outputs of a convolution with as many filters are held to.
public struct SymmetryMapTarget: Sendable, Hashable {
  /// The number of maps.
  public static let channels = SymmetryElementMap.Kind.allCases.count

  /// Rows and columns of each map.
  public let size: Int

  /// Creates the maker of maps of a size, at least 1.
  public init(size: Int) {
    precondition(size >= 1, "a map has at least one row")
    self.size = size
  }

  /// The maps of a pattern.
  ///
  /// An image that is not square counts as padded to a square on both sides, as ``Preprocessing`` pads it.
  ///
  /// - Parameters:
  ///   - elements: the axes and mirror planes of the crystal.
  ///   - settings: the pattern's, which must be valid.
  /// - Returns: `channels` · `size`² values.
  public func values(of elements: SymmetryElements, in settings: EBSDParameters) -> [Float] {
    let geometry = square(settings.geometry)
    var map = SymmetryElementMap(elements)
    // A spot is about as wide as a place of the map, lest it fall between two.
    let place = 180 / Double.pi / (geometry.patternCenter.z * Double(size))
    map.axisWidth = max(map.axisWidth, 0.6 * place)
    map.mirrorWidth = max(map.mirrorWidth, 0.4 * place)
    let rotation = geometry.crystalToLaboratory(settings.orientation)
    return SymmetryElementMap.Kind.allCases.flatMap { kind in
      map.image(of: kind, crystalToLaboratory: rotation, on: geometry).pixels.map { $0 / 255 }
    }
  }

  /// The square screen around a screen, of the map's number of pixels.
  private func square(_ geometry: DetectorGeometry) -> DetectorGeometry {
    let (width, height) = (Double(geometry.width), Double(geometry.height))
    let side = max(width, height)
    var square = geometry
    (square.width, square.height) = (size, size)
    square.patternCenter = [
      (geometry.patternCenter.x * width + (side - width) / 2) / side,
      (geometry.patternCenter.y * height + (side - height) / 2) / side,
      geometry.patternCenter.z * height / side,
    ]
    return square
  }
}
