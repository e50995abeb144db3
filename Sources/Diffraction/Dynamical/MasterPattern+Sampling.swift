import Crystallography
import Imaging

extension MasterPattern {
  /// The largest size of the grids that can be projected or read from a file.
  public static let largestSize = 2001

  /// The intensity in a direction of the Cartesian crystal frame, interpolated bilinearly on the grid.
  ///
  /// The direction, of any length but 0, picks its hemisphere. Its point in the square then lies between four
  /// pixels of that hemisphere; a point on the equator lies on the edge, whose pixels both grids have. This is
  /// the slow and plain form: ``KikuchiProjector`` does the same for whole images.
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

  /// The mean intensity over all directions and the standard deviation: pixels cover equal areas of the sphere.
  var statistics: (mean: Float, deviation: Float) {
    let count = Double(northern.count + southern.count)
    func sum(minus center: Float, squared: Bool) -> Double {
      [northern, southern].reduce(0) { sum, grid in
        sum
          + PixelArithmetic.sum(
            of: grid,
            from: 0,
            count: grid.count,
            minus: center,
            squared: squared
          )
      }
    }
    let mean = Float(sum(minus: 0, squared: false) / count)
    return (mean, Float((sum(minus: mean, squared: true) / count).squareRoot()))
  }

  /// The pixel before a coordinate of the square, and what lies between them in units of the grid.
  private func cell(_ coordinate: Double) -> (index: Int, fraction: Double) {
    let place = (coordinate + 1) / 2 * Double(size - 1)
    let index = min(max(Int(place), 0), size - 2)
    return (index, place - Double(index))
  }
}
