import SymmetryClassification

/// Statistics of images, as `PatternStatistics`.
struct StatisticNodes {
  private let input: Value
  private let size: Int
  private static let axes = [1, 2, 3]

  init(_ input: Value, size: Int) { (self.input, self.size) = (input, size) }

  /// The statistics, N × their number.
  var values: Value {
    var values: [Value] = []
    var difference: Value?
    for lag in PatternStatistics.lags {
      let (across, down) = (correlation(lag, axis: 3), correlation(lag, axis: 2))
      values.append(((across + down) / 2).clamped(-0.999, 0.999).unary("Atanh"))
      if lag == 2 { difference = across - down }
    }
    if let difference { values.append(difference) }
    values.append((input.squared * input).mean(Self.axes).unary("Asinh"))
    values.append(input.squared.squared.mean(Self.axes).atLeast(1e-3).logarithm)

    let count = PatternStatistics.blocks * PatternStatistics.blocks
    func deviation(_ rank: Int) -> Value {
      deviations.element(ofRank: rank, of: count, axis: 1).reshaped([-1, 1, 1, 1])
    }
    let deviations = blockDeviations
    let middle = deviation(count / 2).atLeast(1e-6)
    values.append((deviation(0) / middle + 0.01).logarithm)
    // The logarithm of 0, which is not finite, becomes 0.
    let greatest = deviation(count - 1)
    values.append((greatest > 0).choose((greatest / middle).logarithm, greatest.scalar(0)))
    return values[0].concatenated(with: Array(values.dropFirst()), axis: 1).reshaped([0, -1])
  }

  /// The mean product of pixels at a distance along an axis.
  private func correlation(_ lag: Int, axis: Int) -> Value {
    guard size > lag else { return input.mean(Self.axes) * 0 }
    return (input.slice(axis, from: 0, to: -lag) * input.slice(axis, from: lag)).mean(Self.axes)
  }

  /// The standard deviations within blocks, N × blocks.
  private var blockDeviations: Value {
    let blocks = PatternStatistics.blocks
    var weights = [Float](repeating: 0, count: blocks * size)
    for block in 0..<blocks {
      let stretch = PatternStatistics.stretch(block, of: size)
      for place in stretch { weights[block * size + place] = 1 / Float(stretch.count) }
    }
    let rows = input.graph.floats(weights, shape: [blocks, size])
    func means(_ value: Value) -> Value { rows.multiplied(by: value).multiplied(by: rows.transposed([1, 0])) }
    return (means(input.squared) - means(input).squared).atLeast(0).squareRoot.reshaped([0, blocks * blocks])
  }
}
