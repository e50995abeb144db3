import Crystallography
import Imaging

/// The diffracted intensity of a crystal in every direction, on the square Lambert grids of both hemispheres.
///
/// Directions are in the Cartesian crystal frame of `UnitCell`. Pixel (row, column) of a grid of `size` =
/// 2n + 1 pixels is the direction of the point x = column / n - 1, y = row / n - 1 of
/// ``SquareLambert``; the equator is the edge of both grids.
public struct MasterPattern: Sendable, Equatable {
  /// The number of rows and columns of each grid; odd.
  public let size: Int
  /// The intensities of the hemisphere z ≥ 0, row by row.
  public let northern: [Float]
  /// The intensities of the hemisphere z ≤ 0, row by row.
  public let southern: [Float]

  /// Creates a master pattern from its two grids of `size` × `size` intensities.
  public init(size: Int, northern: [Float], southern: [Float]) {
    precondition(size >= 3 && size % 2 == 1, "the size of a master pattern must be odd and at least 3")
    for grid in [northern, southern] {
      precondition(grid.count == size * size, "a grid must have \(size * size) intensities")
    }
    self.size = size
    self.northern = northern
    self.southern = southern
  }

  /// Creates a master pattern whose intensities are equal in opposite directions (Friedel's law).
  init(size: Int, intensity: (Vector3) -> Float) {
    let northern = Self.grid(size: size, z: 1, intensity)
    // The southern grid is the northern one rotated by 180°.
    self.init(size: size, northern: northern, southern: northern.reversed())
  }

  /// A master pattern whose intensities need not obey Friedel's law.
  static func withoutFriedelsLaw(size: Int, intensity: (Vector3) -> Float) -> MasterPattern {
    MasterPattern(
      size: size,
      northern: grid(size: size, z: 1, intensity),
      southern: grid(size: size, z: -1, intensity)
    )
  }

  /// The intensities of one grid, row by row; z is 1 for the northern and -1 for the southern one.
  private static func grid(size: Int, z: Double, _ intensity: (Vector3) -> Float) -> [Float] {
    let half = Double(size / 2)
    return (0..<size * size).map { pixel in
      intensity(
        SquareLambert.direction(x: Double(pixel % size) / half - 1, y: Double(pixel / size) / half - 1) * [1, 1, z]
      )
    }
  }

  /// The largest grid size that can be projected or read from a file.
  public static let largestSize = 2001

  /// The intensity in a direction of the Cartesian crystal frame, interpolated bilinearly on the grid.
  ///
  /// The direction may have any length except 0. This is the slow reference for ``KikuchiProjector``, which does the
  /// same for whole images.
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

  /// The mean and the standard deviation over all directions, since pixels cover equal areas of the sphere.
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

  /// The pixel before a coordinate of the square and the distance from it, in pixels.
  private func cell(_ coordinate: Double) -> (index: Int, fraction: Double) {
    let position = (coordinate + 1) / 2 * Double(size - 1)
    let index = min(max(Int(position), 0), size - 2)
    return (index, position - Double(index))
  }
}
