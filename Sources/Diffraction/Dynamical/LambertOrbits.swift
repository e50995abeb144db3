import Crystallography

/// The pixels of the square Lambert grids of a master pattern, grouped into orbits of equal intensity.
///
/// Operations that map the grid onto itself (signed permutations of x and y, with z kept or inverted) make pixels equal
/// to the last bit. Other operations of the point group, for example a threefold rotation, would need intensities
/// between pixels and are ignored.
struct LambertOrbits {
  /// The first pixel of each orbit: row, column, and true for the northern hemisphere.
  private(set) var representatives: [(row: Int, column: Int, isNorthern: Bool)] = []
  /// The orbit of each pixel, northern grid first.
  private(set) var orbits: [Int]

  /// Groups the pixels of `size` × `size` grids by the Cartesian operations of a point group.
  init(size: Int, operations: [Matrix3]) {
    let maps = ([.identity] + operations).compactMap(GridMap.init)
    let n = size / 2
    orbits = [Int](repeating: -1, count: 2 * size * size)
    for isNorthern in [true, false] {
      for row in 0..<size {
        for column in 0..<size {
          let own = Self.pixel(row: row, column: column, isNorthern: isNorthern, size: size)
          guard orbits[own] < 0 else { continue }
          let orbit = representatives.count
          representatives.append((row, column, isNorthern))
          orbits[own] = orbit
          for map in maps {
            let image = map.image(x: column - n, y: row - n, isNorthern: isNorthern)
            let isOnEquator = max(abs(image.x), abs(image.y)) == n
            for hemisphere in isOnEquator ? [true, false] : [image.isNorthern] {
              let other = Self.pixel(row: image.y + n, column: image.x + n, isNorthern: hemisphere, size: size)
              orbits[other] = orbit
            }
          }
        }
      }
    }
  }

  private static func pixel(row: Int, column: Int, isNorthern: Bool, size: Int) -> Int {
    (isNorthern ? 0 : size * size) + row * size + column
  }

  /// An operation that maps the grid onto itself.
  private struct GridMap {
    private let xx, xy, yx, yy: Int
    private let keepsHemisphere: Bool

    init?(_ matrix: Matrix3) {
      func whole(_ value: Double) -> Int? { abs(value - value.rounded()) < 1e-6 ? Int(value.rounded()) : nil }
      guard let xx = whole(matrix[0, 0]), let xy = whole(matrix[0, 1]), let yx = whole(matrix[1, 0]),
        let yy = whole(matrix[1, 1]), let zz = whole(matrix[2, 2]), abs(zz) == 1
      else { return nil }
      (self.xx, self.xy, self.yx, self.yy) = (xx, xy, yx, yy)
      keepsHemisphere = zz == 1
    }

    func image(x: Int, y: Int, isNorthern: Bool) -> (x: Int, y: Int, isNorthern: Bool) {
      (xx * x + xy * y, yx * x + yy * y, isNorthern == keepsHemisphere)
    }
  }
}
