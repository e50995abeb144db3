import Foundation

/// The number T that logits are divided by, so that a probability of 80 % is right in 80 of 100 cases.
///
/// p = softmax(z / T), after Guo et al., *On Calibration of Modern Neural Networks*, ICML 2017. Which class is
/// the most probable does not change.
public struct Temperature: Sendable, Hashable {
  /// T, greater than 0: above 1 makes answers less sure, below 1 surer.
  public let value: Double

  /// The temperatures that a fit looks at.
  public static let range = 0.05...20.0
  /// T = 1: the softmax of the logits as they are.
  public static let unscaled = Temperature(1)

  /// Creates a temperature, which must be greater than 0 and finite.
  public init(_ value: Double) {
    precondition(value > 0 && value.isFinite, "a temperature of \(value)")
    self.value = value
  }

  /// The probabilities of logits: not negative, of sum 1 but for rounding.
  public func probabilities(_ logits: [Float]) -> [Float] {
    logits.map { Double($0) / value }.logSoftmax.map { Float(exp($0)) }
  }

  /// Finds the temperature by which the labels of patterns that were not learnt from are the most probable.
  ///
  /// It minimises the negative logarithm of the likelihood, in which each specimen counts 1 and labels are
  /// spread by 1 / (n′ + 2) for n′ effective answers (``LabeledOutputs`` says why); as a function of 1 / T that is
  /// convex.
  ///
  /// - Parameter outputs: logits and labels of validation patterns; those that are not finite do not count.
  /// - Returns: the temperature; `unscaled` where there is nothing to fit.
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
      for (place, index) in usable.enumerated() {
        loss +=
          weights[index]
          * smoothedLogLoss(
            logits[place].map { $0 * inverse }.logSoftmax,
            label: outputs.labels[index],
            smoothing: smoothing
          )
      }
      return loss
    }
    return Temperature(exp(best))
  }

  /// Finds the temperature for logits and labels; see ``fit(_:)``.
  ///
  /// - Parameters:
  ///   - logits: the outputs of each validation pattern.
  ///   - labels: the class of each.
  ///   - specimens: the same number for patterns of one crystal; empty where each is its own.
  /// - Returns: the temperature.
  public static func fit(
    logits: [[Float]],
    labels: [Int],
    specimens: [Int] = []
  ) -> Temperature {
    fit(LabeledOutputs(logits: logits, labels: labels, specimens: specimens))
  }
}

extension Temperature: Codable {
  /// Reads a number.
  ///
  /// - Throws: `DecodingError` for anything but a finite number above 0.
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

  /// Writes a number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
