import Foundation

/// A few numbers that tell an image of bands from other images, whatever the bands are.
///
/// They are taken of the network's input, and so cost little: how alike neighbouring pixels are, how intensities are
/// spread, and how evenly contrast covers the image.
struct PatternStatistics: Sendable, Hashable {
  /// The numbers, `count` of them, each roughly normally distributed over patterns.
  let values: [Float]
  /// How far lines stand out: `LineSumKurtosis.kurtosis`.
  let bandContrast: Float

  /// How many numbers there are.
  static let count = 9
  /// The distances in pixels at which likeness is measured.
  private static let lags = [1, 2, 4, 8]
  /// How many blocks there are along a side.
  private static let blocks = 4

  /// Measures an image as the network takes it: square, row by row, of mean 0 and variance 1.
  init(input: [Float]) {
    let side = Int(Double(input.count).squareRoot().rounded())
    precondition(side * side == input.count, "\(input.count) pixels are no square")
    let (width, height) = (side, side)
    var values: [Float] = []
    var difference: Float = 0
    for lag in Self.lags {
      let across = Self.correlation(input, width, height, lag, 0)
      let down = Self.correlation(input, width, height, 0, lag)
      // Fisher's transform, by which a correlation is nearly normal; the bound keeps it finite.
      values.append(atanh(max(-0.999, min(0.999, (across + down) / 2))))
      if lag == 2 { difference = across - down }
    }
    values.append(difference)
    var (cubes, fourths) = (0.0, 0.0)
    for value in input {
      let square = Double(value) * Double(value)
      cubes += square * Double(value)
      fourths += square * square
    }
    let count = Double(max(1, input.count))
    values.append(Float(asinh(cubes / count)))
    values.append(Float(log(max(fourths / count, 1e-3))))
    let deviations = Self.blockDeviations(input, width, height).sorted()
    let middle = max(deviations[deviations.count / 2], 1e-6)
    values.append(log((deviations.first ?? 0) / middle + 0.01))
    values.append(log((deviations.last ?? 0) / middle))
    self.values = values.map { $0.isFinite ? $0 : 0 }
    bandContrast = LineSumKurtosis.kurtosis(input, side: side)
  }

  /// The mean product of pixels at a distance, which for intensities of mean 0 and variance 1 is their correlation.
  private static func correlation(
    _ input: [Float],
    _ width: Int,
    _ height: Int,
    _ right: Int,
    _ down: Int
  ) -> Float {
    guard width > right, height > down else { return 0 }
    let offset = down * width + right
    var sum: Float = 0
    for row in 0..<height - down {
      let first = row * width
      var rowSum: Float = 0
      for place in first..<first + width - right { rowSum += input[place] * input[place + offset] }
      sum += rowSum
    }
    return sum / Float((width - right) * (height - down))
  }

  /// The standard deviation within each of the blocks.
  private static func blockDeviations(_ input: [Float], _ width: Int, _ height: Int) -> [Float] {
    (0..<blocks * blocks).map { block in
      let (row, column) = (block / blocks, block % blocks)
      let rows = row * height / blocks..<max(row * height / blocks + 1, (row + 1) * height / blocks)
      let columns =
        column * width / blocks..<max(column * width / blocks + 1, (column + 1) * width / blocks)
      var (sum, squares): (Float, Float) = (0, 0)
      for y in rows {
        for x in columns {
          let value = input[y * width + x]
          sum += value
          squares += value * value
        }
      }
      let count = Float(rows.count * columns.count)
      return max(0, squares / count - sum / count * (sum / count)).squareRoot()
    }
  }
}
