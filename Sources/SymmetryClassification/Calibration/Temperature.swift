import Foundation

/// The divisor T of logits that calibrates probabilities: of answers of 80 %, four in five are correct.
///
/// p = softmax(z / T) (Guo et al., *On Calibration of Modern Neural Networks*, ICML 2017). The ranking of the classes
/// does not change.
public struct Temperature: Sendable, Hashable {
  /// T, greater than 0: above 1 lowers the confidence, below 1 raises it.
  public let value: Double

  /// The range of fitted temperatures.
  public static let range = 0.05...20.0
  /// T = 1, the plain softmax.
  public static let unscaled = Temperature(1)

  /// Creates a temperature, which must be greater than 0 and finite.
  public init(_ value: Double) {
    precondition(value > 0 && value.isFinite, "the temperature must be above 0, not \(value)")
    self.value = value
  }

  /// The probabilities for logits, which sum to 1 within rounding.
  public func probabilities(_ logits: [Float]) -> [Float] {
    logits.map { Double($0) / value }.logSoftmax.map { Float(exp($0)) }
  }

  /// Fits the temperature by maximum likelihood to validation patterns.
  ///
  /// It minimises the negative log-likelihood, with a weight of 1 per specimen and labels smoothed by 1 / (n′ + 2) for
  /// n′ effective answers (see ``LabeledOutputs``). This is a convex function of 1 / T.
  ///
  /// - Parameter outputs: logits and labels of validation patterns; patterns with non-finite logits are ignored.
  /// - Returns: the temperature; `unscaled` if there are no usable patterns.
  public static func fit(_ outputs: LabeledOutputs) -> Temperature {
    let weights = outputs.weights
    let usable = outputs.labels.indices.filter { outputs.logits[$0].allSatisfy(\.isFinite) }
    guard !usable.isEmpty else { return .unscaled }
    let smoothing = outputs.smoothing
    let logits = usable.map { outputs.logits[$0].map(Double.init) }
    let bounds = log(range.lowerBound)...log(range.upperBound)
    let best = GoldenSection.minimum(in: bounds) { logarithm in
      let inverse = exp(-logarithm)
      var loss = 0.0
      for (number, index) in usable.enumerated() {
        loss +=
          weights[index]
          * smoothedLogLoss(
            logits[number].map { $0 * inverse }.logSoftmax,
            label: outputs.labels[index],
            smoothing: smoothing
          )
      }
      return loss
    }
    return Temperature(exp(best))
  }

  /// Fits the temperature to logits and labels; see ``fit(_:)``.
  ///
  /// - Parameters:
  ///   - logits: the logits of each validation pattern.
  ///   - labels: the class index of each pattern.
  ///   - specimens: the specimen number of each pattern; empty if each pattern is its own specimen.
  /// - Returns: the temperature.
  public static func fit(logits: [[Float]], labels: [Int], specimens: [Int] = []) -> Temperature {
    fit(LabeledOutputs(logits: logits, labels: labels, specimens: specimens))
  }
}

extension Temperature: Codable {
  /// Decodes a number.
  ///
  /// - Throws: `DecodingError` unless it is finite and above 0.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let value = try container.decode(Double.self)
    guard value > 0, value.isFinite else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "a temperature must be a number above 0, not \(value)"
      )
    }
    self.init(value)
  }

  /// Encodes a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
