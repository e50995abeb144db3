import Crystallography

/// The intensity that a crystal sends into every direction, on the square Lambert grids of both hemispheres.
///
/// Directions are in the Cartesian crystal frame of `UnitCell`. Pixel (row, column) of a grid of `size` =
/// 2n + 1 pixels is the direction of the point x = column / n - 1, y = row / n - 1 of ``SquareLambert``;
/// the equator is the edge of both grids.
public struct MasterPattern: Sendable, Equatable {
  /// The number of rows, and of columns, of each grid; odd.
  public let size: Int
  /// The intensities of the hemisphere z ≥ 0, row by row.
  public let northern: [Float]
  /// The intensities of the hemisphere z ≤ 0, row by row.
  public let southern: [Float]

  /// Creates a master pattern from its two grids of `size` × `size` intensities.
  public init(size: Int, northern: [Float], southern: [Float]) {
    precondition(
      size >= 3 && size % 2 == 1,
      "the grids of a master pattern have an odd number of rows"
    )
    precondition(northern.count == size * size, "the northern grid is not of size \(size)")
    precondition(southern.count == size * size, "the southern grid is not of size \(size)")
    self.size = size
    self.northern = northern
    self.southern = southern
  }
}
