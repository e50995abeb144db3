import Foundation

/// The outputs of a network for patterns of known classes, for fitting a calibration.
public struct LabeledOutputs: Sendable {
  /// The logits of each pattern, one per class.
  public var logits: [[Float]]
  /// The class index of each pattern.
  public var labels: [Int]
  /// The specimen number of each pattern, equal for patterns of one crystal.
  public var specimens: [Int]

  /// Creates a set.
  ///
  /// - Parameters:
  ///   - logits: the logits of each pattern, one per class.
  ///   - labels: the class index of each pattern.
  ///   - specimens: the specimen number of each pattern; empty if each pattern is its own specimen.
  public init(logits: [[Float]], labels: [Int], specimens: [Int] = []) {
    precondition(logits.count == labels.count, "\(logits.count) outputs, \(labels.count) labels")
    precondition(
      specimens.isEmpty || specimens.count == labels.count,
      "\(specimens.count) specimens for \(labels.count) patterns"
    )
    self.logits = logits
    self.labels = labels
    self.specimens = specimens.isEmpty ? Array(labels.indices) : specimens
  }

  /// The number of specimens.
  public var specimenCount: Int { Set(specimens).count }

  /// The weights by which each specimen has a total weight of 1, regardless of its number of patterns.
  ///
  /// The errors of patterns of one crystal are correlated; without weights a crystal of a thousand patterns would
  /// determine the calibration for crystals never seen.
  var weights: [Double] {
    var counts: [Int: Int] = [:]
    for specimen in specimens { counts[specimen, default: 0] += 1 }
    return specimens.map { 1 / Double(counts[$0] ?? 1) }
  }

  /// The share of a label that is distributed over all classes in a fit: 1 / (n′ + 2).
  ///
  /// Platt's correction (Advances in Large Margin Classifiers, 1999): a few answers that are all correct do not prove
  /// certainty, which is what the likelihood alone would conclude. n′ is the effective number of answers if each
  /// specimen counts once: J² / Σ (ρ + (1 − ρ) / m) over J specimens of m patterns, where ρ is the correlation of
  /// correctness within specimens (1 if all or none are correct).
  var smoothing: Double {
    let isCorrect = zip(logits, labels).map { $0.mostProbable == $1 }
    let correlation = RiskCoverageSample.correlation(isCorrect, specimens)
    let sum = weights.reduce(0) { $0 + $1 * (correlation + (1 - correlation) * $1) }
    let count = Double(specimenCount)
    return 1 / ((sum > 0 ? count * count / sum : 0) + 2)
  }
}

/// Computes the cross-entropy −Σ q ln p for a smoothed label.
///
/// - Parameters:
///   - logarithms: ln p of each class.
///   - label: the class index.
///   - smoothing: the share of the label that is distributed over all classes.
/// - Returns: the loss.
func smoothedLogLoss(_ logarithms: [Double], label: Int, smoothing: Double) -> Double {
  let mean = logarithms.reduce(0, +) / Double(logarithms.count)
  return -(1 - smoothing) * logarithms[label] - smoothing * mean
}

extension Array where Element == Double {
  /// The logarithm of the sum of the exponentials.
  var logSum: Double {
    let greatest = self.max() ?? 0
    return greatest + log(reduce(0) { $0 + exp($1 - greatest) })
  }

  /// The logarithms of the softmax: each number minus ``logSum``.
  var logSoftmax: [Double] {
    let sum = logSum
    return map { $0 - sum }
  }
}
