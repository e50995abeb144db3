/// What a network says of patterns whose classes are known: all that calibration needs.
public struct LabeledOutputs: Sendable {
  /// The logits of each pattern, one a class.
  public var logits: [[Float]]
  /// The class of each pattern, as a place among its logits.
  public var labels: [Int]
  /// The specimen of each pattern: the same number for patterns of one crystal.
  public var specimens: [Int]

  /// Creates a set.
  ///
  /// - Parameters:
  ///   - logits: the outputs of each pattern, one a class.
  ///   - labels: the class of each pattern.
  ///   - specimens: the same number for patterns of one crystal; empty where each is its own.
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

  /// Weights by which each specimen counts 1, however many patterns it has.
  ///
  /// Patterns of one crystal err together, so that one crystal of a thousand patterns would else decide what
  /// is to hold for crystals never seen, each of which is one draw.
  var weights: [Double] {
    var counts: [Int: Int] = [:]
    for specimen in specimens { counts[specimen, default: 0] += 1 }
    return specimens.map { 1 / Double(counts[$0] ?? 1) }
  }

  /// How much of a label is spread over all classes when something is fitted to it: 1 / (n′ + 2).
  ///
  /// Platt's remedy (Advances in Large Margin Classifiers, 1999): a few answers that are all right are no proof of
  /// certainty, which is what the likelihood alone would make of them. n′ is the effective number of answers where each
  /// specimen counts once: J² / Σ (ρ + (1 − ρ) / m) over J specimens of m patterns, whose right and wrong are
  /// correlated by ρ within specimens (1 where all or none are right).
  var smoothing: Double {
    let hits = zip(logits, labels).map { $0.mostProbable == $1 }
    let correlation = RiskCoverageSample.correlation(hits, specimens)
    let sum = weights.reduce(0) { $0 + $1 * (correlation + (1 - correlation) * $1) }
    let count = Double(specimenCount)
    return 1 / ((sum > 0 ? count * count / sum : 0) + 2)
  }
}

/// −Σ q ln p for a label that is spread over all classes a little.
///
/// - Parameters:
///   - logarithms: ln p of each class.
///   - label: the class.
///   - smoothing: the share that is spread.
/// - Returns: the loss.
func smoothedLogLoss(_ logarithms: [Double], label: Int, smoothing: Double) -> Double {
  let spread = logarithms.reduce(0, +) / Double(logarithms.count)
  return -(1 - smoothing) * logarithms[label] - smoothing * spread
}

extension Array where Element == Double {
  /// ln p where the numbers are logits: each minus the logarithm of the sum of their exponentials.
  var logSoftmax: [Double] {
    let sum = logSum
    return map { $0 - sum }
  }
}
