import ONNXSchema
import SymmetryClassification

/// The out-of-distribution score of images, as `OutOfDistributionDetector`.
struct DetectorNodes {
  private let graph: GraphBuilder
  private let detector: OutOfDistributionDetector

  init(_ graph: GraphBuilder, _ detector: OutOfDistributionDetector) {
    (self.graph, self.detector) = (graph, detector)
  }

  /// The score of each image, N.
  ///
  /// - Parameters:
  ///   - features: the features of the network, N × features.
  ///   - input: the network's input, N × 1 × size × size.
  ///   - size: the width of the input, in pixels.
  /// - Returns: the greatest of the scores.
  func score(features: Value, input: Value, size: Int) -> Value {
    let statistics = StatisticNodes(input, size: size).values
    var score = distance(features, detector.features, "features") / Double(detector.featureLimit)
    score = score.atLeast(distance(statistics, detector.statistics, "statistics") / Double(detector.statisticLimit))
    if let limit = detector.kurtosisLimit {
      score = score.atLeast(Double(limit) / LineSumNodes(input, size: size).kurtosis)
    }
    return score.atMost(Double(Float.greatestFiniteMagnitude))
  }

  /// The squared Mahalanobis distance of vectors, divided by their length.
  private func distance(_ vectors: Value, _ distribution: FeatureDistribution, _ name: String) -> Value {
    let count = distribution.count
    func constant(_ part: String, _ shape: [Int], _ values: [Float]) -> Value {
      graph.constant(Tensor(name: "outOfDistribution.\(name).\(part)", shape: shape, floats: values))
    }
    let centred = vectors - constant("mean", [count], distribution.mean)
    let scaled = centred / constant("scale", [count], distribution.scale)
    let inverse = constant("inverse", [count, count], Self.inverse(of: distribution.factor, count))
    return scaled.multiplied(by: inverse.transposed([1, 0])).squared.mean([1], keep: false)
  }

  /// The inverse of a lower triangular matrix, row by row, by forward substitution.
  static func inverse(of factor: [Float], _ count: Int) -> [Float] {
    var inverse = [Double](repeating: 0, count: count * count)
    for column in 0..<count {
      for row in column..<count {
        var value = row == column ? 1.0 : 0
        for k in column..<row { value -= Double(factor[row * count + k]) * inverse[k * count + column] }
        inverse[row * count + column] = value / Double(factor[row * count + row])
      }
    }
    return inverse.map { Float($0) }
  }
}
