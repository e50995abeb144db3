import Crystallography
import Diffraction
import Foundation
import Imaging

/// A master pattern without any symmetry, known exactly in every direction.
enum SmoothMasterPattern {
  /// The intensity in a unit direction, smooth everywhere, including the equator.
  static func intensity(_ direction: Vector3) -> Double {
    let (x, y, z) = (direction.x, direction.y, direction.z)
    return 10 + x + 2 * y - 1.5 * z + x * y + 3 * y * z * x + 2
      * exp(-8 * (1 - (x + z) / 1.41421356))
  }

  /// The master pattern on grids of `size` rows.
  static func grid(size: Int = 101) -> MasterPattern {
    let half = Double(size - 1) / 2
    var grids: [[Float]] = [[], []]
    for row in 0..<size {
      for column in 0..<size {
        let direction = SquareLambert.direction(
          x: Double(column) / half - 1,
          y: Double(row) / half - 1
        )
        grids[0].append(Float(intensity(direction)))
        grids[1].append(Float(intensity(direction * [1, 1, -1])))
      }
    }
    return MasterPattern(size: size, northern: grids[0], southern: grids[1])
  }

  /// A master pattern that is black except for a spot of about 0.5° around one direction.
  static func spot(at pole: Vector3, size: Int = 201) -> MasterPattern {
    let half = Double(size - 1) / 2
    let grids = [1.0, -1].map { hemisphere in
      (0..<size * size).map { index in
        let direction =
          SquareLambert.direction(
            x: Double(index % size) / half - 1,
            y: Double(index / size) / half - 1
          ) * [1, 1, hemisphere]
        return Float(exp(-2000 * (1 - direction.dot(pole))))
      }
    }
    return MasterPattern(size: size, northern: grids[0], southern: grids[1])
  }
}

extension GrayImage {
  /// The centre of mass of the intensities, in pixels.
  var centroid: (row: Double, column: Double) {
    var (sum, rows, columns) = (0.0, 0.0, 0.0)
    for row in 0..<height {
      for column in 0..<width {
        let intensity = Double(self[row, column])
        sum += intensity
        rows += intensity * (Double(row) + 0.5)
        columns += intensity * (Double(column) + 0.5)
      }
    }
    return (rows / sum, columns / sum)
  }

  /// The mean and the standard deviation of the intensity.
  var statistics: (mean: Double, deviation: Double) {
    let count = Double(pixels.count)
    let mean = pixels.reduce(0.0) { $0 + Double($1) } / count
    let squares = pixels.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return (mean, (squares / count).squareRoot())
  }

  /// Pearson's correlation with an image of the same size.
  func correlation(with other: GrayImage) -> Double {
    let (mine, theirs) = (statistics, other.statistics)
    let sum = zip(pixels, other.pixels).reduce(0.0) { sum, pair in
      sum + (Double(pair.0) - mine.mean) * (Double(pair.1) - theirs.mean)
    }
    return sum / Double(pixels.count) / (mine.deviation * theirs.deviation)
  }
}
