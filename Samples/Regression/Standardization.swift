/// The shift and scale that give each feature of a set of examples the mean 0 and the standard deviation 1.
public struct Standardization: Sendable, Equatable {
  /// The mean of each feature.
  public let mean: [Double]
  /// The standard deviation of each feature; 1 for a constant one.
  public let scale: [Double]

  /// Takes the shift and scale from examples; the deviation divides by their number.
  ///
  /// - Precondition: there is at least one example, and all have the same number of features.
  public init(_ examples: [[Double]]) {
    precondition(!examples.isEmpty, "a standardisation needs examples")
    let count = Double(examples.count)
    let features = examples[0].indices
    let mean = features.map { feature in examples.reduce(0) { $0 + $1[feature] } / count }
    self.mean = mean
    scale = features.map { feature in
      let variance = examples.reduce(0) { $0 + ($1[feature] - mean[feature]) * ($1[feature] - mean[feature]) } / count
      // The deviation of a constant feature is a rounding error.
      return variance.squareRoot() > 1e-12 * abs(mean[feature]) ? variance.squareRoot() : 1
    }
  }

  /// The standardisation that changes nothing.
  public init(identity features: Int) {
    mean = [Double](repeating: 0, count: features)
    scale = [Double](repeating: 1, count: features)
  }

  /// The shifted and scaled features.
  public func apply(_ example: [Double]) -> [Float] {
    example.indices.map { Float((example[$0] - mean[$0]) / scale[$0]) }
  }

  /// The features before shift and scale.
  public func undo(_ standardized: [Float]) -> [Double] {
    standardized.indices.map { Double(standardized[$0]) * scale[$0] + mean[$0] }
  }
}
