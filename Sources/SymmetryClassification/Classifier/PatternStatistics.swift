import Foundation
import Imaging

/// Statistics that distinguish diffraction patterns from other images.
///
/// They are computed from the network's input: the correlation of neighbouring pixels, the moments of the intensities,
/// and the evenness of contrast over the image.
package struct PatternStatistics: Sendable, Hashable, Codable {
  /// The `count` statistics, each roughly normally distributed over patterns but that of index ``difference``.
  let values: [Float]
  /// `LineSumKurtosis.kurtosis` of the image.
  let lineSumKurtosis: Float

  /// The number of statistics.
  static let count = 9
  /// The index of the difference between the correlations across and down, which detectors ignore.
  ///
  /// A single dominant band moves it by five standard deviations and more. Older models use it.
  static let difference = 4
  /// The distances, in pixels, at which the correlation is measured.
  package static let lags = [1, 2, 4, 8]
  /// The number of blocks along a side.
  package static let blocks = 4

  /// Measures a network input: a square image, row by row, of mean 0 and variance 1.
  init(input: [Float]) {
    let side = Int(Double(input.count).squareRoot().rounded())
    precondition(side * side == input.count, "\(input.count) pixels are not a square")
    let (width, height) = (side, side)
    var values: [Float] = []
    var difference: Float = 0
    for lag in Self.lags {
      let across = Self.correlation(input, width, height, lag, 0)
      let down = Self.correlation(input, width, height, 0, lag)
      // Fisher's transform makes a correlation nearly normal; the bound keeps it finite.
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
    lineSumKurtosis = LineSumKurtosis.kurtosis(input, side: side)
  }

  /// The correlation of pixels at a distance: their mean product, since intensities have mean 0 and variance 1.
  private static func correlation(_ input: [Float], _ width: Int, _ height: Int, _ right: Int, _ down: Int) -> Float {
    guard width > right, height > down else { return 0 }
    let offset = down * width + right
    var sum: Float = 0
    for row in 0..<height - down {
      let first = row * width
      sum += PixelArithmetic.product(of: input, from: first, and: first + offset, count: width - right)
    }
    return sum / Float((width - right) * (height - down))
  }

  /// The rows or columns of a block along a side.
  package static func stretch(_ block: Int, of side: Int) -> Range<Int> {
    let first = block * side / blocks
    return first..<max(first + 1, (block + 1) * side / blocks)
  }

  /// The standard deviation within each of the blocks.
  private static func blockDeviations(_ input: [Float], _ width: Int, _ height: Int) -> [Float] {
    (0..<blocks * blocks).map { block in
      let (row, column) = (block / blocks, block % blocks)
      let (rows, columns) = (stretch(row, of: height), stretch(column, of: width))
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
