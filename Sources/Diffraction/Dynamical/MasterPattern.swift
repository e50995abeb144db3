import Crystallography
import Imaging

/// The intensity of a crystal's pattern in all directions, on square Lambert grids of both hemispheres.
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
    precondition(size >= 3 && size % 2 == 1, "the grids of a master pattern have an odd number of rows")
    precondition(northern.count == size * size, "the northern grid is not of size \(size)")
    precondition(southern.count == size * size, "the southern grid is not of size \(size)")
    self.size = size
    self.northern = northern
    self.southern = southern
  }
}

extension MasterPattern {
  /// The largest size of the grids that can be projected or read from a file.
  public static let largestSize = 2001

  /// The intensity in a direction of the Cartesian crystal frame, interpolated bilinearly on the grid.
  ///
  /// The direction may have any length but 0. Its point in the square lies between four pixels of its hemisphere; the
  /// equator is the edge, whose pixels are in both grids. This is the slow reference of ``KikuchiProjector``, which
  /// does the same for whole images.
  public func intensity(in direction: Vector3) -> Float {
    let point = SquareLambert.point(of: direction.normalized)
    let grid = direction.z >= 0 ? northern : southern
    let (column, x) = cell(point.x)
    let (row, y) = cell(point.y)
    func pixel(_ row: Int, _ column: Int) -> Double { Double(grid[row * size + column]) }
    let top = (1 - x) * pixel(row, column) + x * pixel(row, column + 1)
    let bottom = (1 - x) * pixel(row + 1, column) + x * pixel(row + 1, column + 1)
    return Float((1 - y) * top + y * bottom)
  }

  /// The mean and standard deviation of the intensity over all directions; pixels cover equal areas of the sphere.
  var statistics: (mean: Float, deviation: Float) {
    let count = Double(northern.count + southern.count)
    func sum(minus center: Float, squared: Bool) -> Double {
      [northern, southern].reduce(0) { sum, grid in
        sum + PixelArithmetic.sum(of: grid, from: 0, count: grid.count, minus: center, squared: squared)
      }
    }
    let mean = Float(sum(minus: 0, squared: false) / count)
    return (mean, Float((sum(minus: mean, squared: true) / count).squareRoot()))
  }

  /// The pixel before a coordinate of the square, and the distance between them in units of the grid.
  private func cell(_ coordinate: Double) -> (index: Int, fraction: Double) {
    let place = (coordinate + 1) / 2 * Double(size - 1)
    let index = min(max(Int(place), 0), size - 2)
    return (index, place - Double(index))
  }
}
