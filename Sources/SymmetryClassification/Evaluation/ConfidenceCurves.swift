/// Whether a classifier knows what it knows: how often answers of a probability are right, and how right the
/// surest ones are.
public struct ConfidenceCurves: Sendable, Hashable {
  /// Answers of like probability.
  public struct Bin: Sendable, Hashable {
    /// How many patterns they are; not whole where patterns of one probability are shared between bins.
    public let count: Double
    /// The mean probability of the class that was answered.
    public let confidence: Double
    /// The share of right answers.
    public let accuracy: Double
  }

  /// From the least sure patterns to the surest, ``binCount`` bins of as many patterns each.
  ///
  /// Bins of equal mass, since probabilities crowd: of bins of equal width most hold a handful of patterns, whose
  /// gaps are noise, and one holds nearly all (Nguyen and O'Connor, EMNLP 2015).
  public let bins: [Bin]
  /// The accuracy of the 10 %, 20 %, … 100 % of patterns that the classifier is surest of.
  public let accuracyAtCoverage: [Double]
  /// The mean error over all coverages from 1 % to 100 %: the area under the curve of risk against coverage.
  ///
  /// Geifman and El-Yaniv, NeurIPS 2017; 0 is best, and the error rate what guessing in any order would give.
  public let riskArea: Double

  /// The number of bins.
  public static let binCount = 15
  /// The coverages of `accuracyAtCoverage`.
  public static let coverages = (1...10).map { Double($0) / 10 }

  /// The expected calibration error Σ (n_b / n) |accuracy − confidence| over the bins.
  ///
  /// Naeini, Cooper and Hauskrecht, AAAI 2015. It is never 0 for few patterns; see `noiseFloor`.
  public var calibrationError: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    return bins.reduce(0) { $0 + $1.count * abs($1.accuracy - $1.confidence) } / max(total, 1e-300)
  }

  /// What the calibration error of perfect probabilities would be on so many patterns, by chance alone.
  ///
  /// Σ (n_b / n) √(2 p (1 − p) / (π n_b)), the mean of |accuracy − p| for independent patterns.
  public var noiseFloor: Double {
    let total = bins.reduce(0) { $0 + $1.count }
    return bins.filter { $0.count > 0 }.reduce(0) { sum, bin in
      let variance = bin.confidence * (1 - bin.confidence) / bin.count
      return sum + bin.count * (2 / .pi * max(0, variance)).squareRoot()
    } / max(total, 1e-300)
  }

  /// The accuracy of the half of the patterns that the classifier is surest of.
  public var accuracyAtHalfCoverage: Double { accuracyAtCoverage[4] }

  init(_ ranking: ConfidenceRanking, weights: [Double], hits: [Double]) {
    bins = ranking.parts(Self.binCount, weights: weights, hits: hits).reversed().map { part in
      Bin(
        count: part.weight,
        confidence: part.weight > 0 ? part.confidence / part.weight : 0,
        accuracy: part.weight > 0 ? part.hits / part.weight : 0
      )
    }
    var (weight, right) = (0.0, 0.0)
    let accuracies = ranking.parts(100, weights: weights, hits: hits).map { part in
      weight += part.weight
      right += part.hits
      return weight > 0 ? right / weight : 0
    }
    accuracyAtCoverage = (1...10).map { accuracies[10 * $0 - 1] }
    riskArea = accuracies.reduce(0) { $0 + 1 - $1 } / 100
  }
}

/// Patterns in the order of their confidence; equal ones share a rank, so that the order of files does not matter.
struct ConfidenceRanking {
  /// The confidence of each rank, falling.
  let confidences: [Double]
  /// The rank of each pattern.
  let ranks: [Int]

  init(_ confidences: [Double]) {
    let distinct = Set(confidences).sorted(by: >)
    let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    self.confidences = distinct
    ranks = confidences.compactMap { places[$0] }
  }

  /// What a part of the patterns adds up to.
  struct Part {
    var weight = 0.0
    var confidence = 0.0
    var hits = 0.0
  }

  /// Cuts the patterns into parts of equal weight, from the surest down.
  ///
  /// - Parameters:
  ///   - count: the number of parts.
  ///   - weights: how many patterns each rank has.
  ///   - hits: how many of them are right; a rank that lies in two parts is shared evenly.
  /// - Returns: what each part adds up to, the surest first.
  func parts(_ count: Int, weights: [Double], hits: [Double]) -> [Part] {
    let share = weights.reduce(0, +) / Double(count)
    var parts = [Part](repeating: Part(), count: count)
    var part = 0
    for rank in confidences.indices where weights[rank] > 0 {
      var left = weights[rank]
      let accuracy = hits[rank] / weights[rank]
      while left > 0 {
        // The last part takes what rounding leaves.
        let room = part == count - 1 ? left : share - parts[part].weight
        let taken = min(left, room)
        parts[part].weight += taken
        parts[part].confidence += taken * confidences[rank]
        parts[part].hits += taken * accuracy
        left -= taken
        if part < count - 1 && parts[part].weight >= share * (1 - 1e-12) { part += 1 }
      }
    }
    return parts
  }
}
