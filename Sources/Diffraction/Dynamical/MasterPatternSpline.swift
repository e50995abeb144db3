import Crystallography

/// Cubic interpolation of a master pattern.
///
/// R. G. Keys, IEEE Trans. Acoust. Speech Signal Process. 29, 1153 (1981), with a = −½, in both directions of the
/// square. Across the equator the grids are continued by each other.
struct MasterPatternSpline {
  private let size: Int
  /// Northern then southern grid, each with a ring of points beyond the equator.
  private let grids: [[Float]]
  /// The number of rows and columns with the ring.
  private var stride: Int { size + 2 }

  init(_ pattern: MasterPattern) {
    size = pattern.size
    let (size, half) = (size, Double(size / 2))
    grids = [true, false].map { isNorthern in
      (0..<(size + 2) * (size + 2)).map { index in
        let (row, column) = (index / (size + 2) - 1, index % (size + 2) - 1)
        if (0..<size).contains(row) && (0..<size).contains(column) {
          return (isNorthern ? pattern.northern : pattern.southern)[row * size + column]
        }
        // The point beyond the edge lies as far inside the other square, at the same azimuth.
        let (x, y) = (Double(column) / half - 1, Double(row) / half - 1)
        let ring = max(abs(x), abs(y))
        var direction = SquareLambert.direction(x: x * (2 - ring) / ring, y: y * (2 - ring) / ring)
        if isNorthern { direction.z = -direction.z }
        return pattern.intensity(in: direction)
      }
    }
  }

  /// The intensity in a unit direction of the crystal frame.
  func intensity(in direction: Vector3) -> Float {
    let point = SquareLambert.point(of: direction)
    let (column, x) = cell(point.x)
    let (row, y) = cell(point.y)
    let grid = grids[direction.z >= 0 ? 0 : 1]
    let half = size / 2
    let isWide = abs(point.x) >= abs(point.y)
    // The map to the sphere has kinks along the diagonals: a sector is continued by points of its neighbour.
    let isNearKink = abs(abs(column - half) - abs(row - half)) < 4 && max(abs(column - half), abs(row - half)) > 3
    var sum: Float = 0
    for down in 0..<4 {
      var points = SIMD4<Float>.zero
      for across in 0..<4 {
        // The first of four points precedes the cell.
        var place = (x: column + across - 1 - half, y: row + down - 1 - half)
        if isNearKink { place = continued(place, isWide: isWide) }
        // The ring moves all indices by one.
        points[across] = grid[(place.y + half + 1) * stride + place.x + half + 1]
      }
      sum += y[down] * (x * points).sum()
    }
    return sum
  }

  /// The grid point at which the map of a sector, continued beyond its diagonal, meets the sphere where it should at a
  /// point.
  ///
  /// Both lie on the same ring about the pole, where azimuths are proportional to distances along the ring.
  private func continued(_ place: (x: Int, y: Int), isWide: Bool) -> (x: Int, y: Int) {
    let (u, v) = isWide ? (place.x, place.y) : (place.y, place.x)
    let beyond = abs(v) - abs(u)
    guard beyond > 0 else { return place }
    let (along, across) = (u.signum() * (abs(u) - beyond), v.signum() * abs(u))
    return isWide ? (along, across) : (across, along)
  }

  /// The master pattern on grids whose directions **d** are `turn` · **d** in the crystal frame.
  func turned(by turn: Matrix3) -> MasterPattern {
    .withoutFriedelsLaw(size: size) { intensity(in: turn * $0) }
  }

  /// The point before a coordinate of the square and the weights of the four points around it.
  private func cell(_ coordinate: Double) -> (index: Int, weights: SIMD4<Float>) {
    let position = (coordinate + 1) / 2 * Double(size - 1)
    let index = min(max(Int(position), 0), size - 2)
    let t = Float(position - Double(index))
    let first = t * (-0.5 + t * (1 - 0.5 * t))
    let second = 1 + t * t * (1.5 * t - 2.5)
    let third = t * (0.5 + t * (2 - 1.5 * t))
    return (index, [first, second, third, t * t * (0.5 * t - 0.5)])
  }
}
