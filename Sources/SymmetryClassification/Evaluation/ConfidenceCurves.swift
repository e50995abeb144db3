/// The reliability diagram and the risk–coverage curve of a classifier.
public struct ConfidenceCurves: Sendable, Hashable {
  /// A bin of answers of similar probability.
  public struct Bin: Sendable, Hashable {
    /// The number of patterns; not an integer if patterns of equal probability are divided between bins.
    public let count: Double
    /// The mean probability of the predicted class.
    public let confidence: Double
    /// The share of correct answers.
    public let accuracy: Double
  }

  /// The ``binCount`` bins of equal numbers of patterns, from the least confident to the most confident.
  ///
  /// Of bins of equal width, most would hold a few patterns and one nearly all (Nguyen and O'Connor, EMNLP 2015).
  public let bins: [Bin]
  /// The accuracy of the most confident 10 %, 20 %, … 100 % of patterns.
  public let accuracyAtCoverage: [Double]
  /// The area under the risk–coverage curve: the mean error rate over all coverages from 1 % to 100 %.
  ///
  /// Geifman and El-Yaniv, NeurIPS 2017. 0 is best; an uninformative confidence gives the error rate of all patterns.
  public let areaUnderRiskCoverage: Double

  /// The number of bins.
  public static let binCount = 15
  /// The coverages of ``accuracyAtCoverage``.
  public static let coverages = (1...10).map { Double($0) / 10 }

  /// The expected calibration error Σ (n_b / n) |accuracy − confidence| over the bins.
  ///
  /// Naeini, Cooper and Hauskrecht, AAAI 2015. It is biased upwards for few patterns; see ``noiseFloor``.
  public var calibrationError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    return bins.reduce(0) { $0 + $1.count * abs($1.accuracy - $1.confidence) } / max(total, 1e-300)
  }

  /// The expected calibration error of perfect probabilities for this number of independent patterns.
  ///
  /// Σ (n_b / n) √(2 p (1 − p) / (π n_b)), where √(2 p (1 − p) / (π n_b)) is the mean of |accuracy − p| by chance.
  public var noiseFloor: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    return bins.filter { $0.count > 0 }.reduce(0) { sum, bin in
      let variance = bin.confidence * (1 - bin.confidence) / bin.count
      return sum + bin.count * (2 / .pi * max(0, variance)).squareRoot()
    } / max(total, 1e-300)
  }

  /// The accuracy at half coverage: that of the most confident half of the patterns.
  public var accuracyAtHalfCoverage: Double { accuracyAtCoverage[4] }

  init(_ ranking: ConfidenceRanking, weights: [Double], correct: [Double]) {
    bins = ranking.parts(Self.binCount, weights: weights, correct: correct).reversed().map { part in
      Bin(
        count: part.weight,
        confidence: part.weight > 0 ? part.confidence / part.weight : 0,
        accuracy: part.weight > 0 ? part.correct / part.weight : 0
      )
    }
    var (weight, correctSum) = (0.0, 0.0)
    let accuracies = ranking.parts(100, weights: weights, correct: correct).map { part in
      weight += part.weight
      correctSum += part.correct
      return weight > 0 ? correctSum / weight : 0
    }
    accuracyAtCoverage = (1...10).map { accuracies[10 * $0 - 1] }
    areaUnderRiskCoverage = accuracies.reduce(0) { $0 + 1 - $1 } / 100
  }
}

/// Patterns ranked by confidence; equal confidences share a rank, so that the order of files does not matter.
struct ConfidenceRanking {
  /// The confidence of each rank, from the greatest.
  let confidences: [Double]
  /// The rank of each pattern.
  let ranks: [Int]

  init(_ confidences: [Double]) {
    let distinct = Set(confidences).sorted(by: >)
    let indices = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    self.confidences = distinct
    ranks = confidences.compactMap { indices[$0] }
  }

  /// The sums over a part of the patterns.
  struct Part {
    var weight = 0.0
    var confidence = 0.0
    var correct = 0.0
  }

  /// Divides the patterns into parts of equal weight.
  ///
  /// - Parameters:
  ///   - count: the number of parts.
  ///   - weights: the number of patterns of each rank.
  ///   - correct: the number of correct patterns of each rank; a rank in two parts is divided in proportion.
  /// - Returns: the sums over each part, the most confident first.
  func parts(_ count: Int, weights: [Double], correct: [Double]) -> [Part] {
    let share = weights.reduce(0, +) / Double(count)
    var parts = [Part](repeating: Part(), count: count)
    var part = 0
    for rank in confidences.indices where weights[rank] > 0 {
      var left = weights[rank]
      let accuracy = correct[rank] / weights[rank]
      while left > 0 {
        // The last part takes the rounding errors.
        let room = part == count - 1 ? left : share - parts[part].weight
        let taken = min(left, room)
        parts[part].weight += taken
        parts[part].confidence += taken * confidences[rank]
        parts[part].correct += taken * accuracy
        left -= taken
        if part < count - 1 && parts[part].weight >= share * (1 - 1e-12) { part += 1 }
      }
    }
    return parts
  }
}
