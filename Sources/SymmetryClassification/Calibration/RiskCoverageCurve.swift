/// The risk–coverage curve: the share of accepted answers and their error rate, by the threshold on the probability of
/// the most probable class.
///
/// Geifman and El-Yaniv, *Selective Classification for Deep Neural Networks*, NeurIPS 2017.
public struct RiskCoverageCurve: Codable, Sendable, Hashable {
  /// A point of the curve.
  public struct Point: Codable, Sendable, Hashable {
    /// The least probability that is accepted.
    public let threshold: Double
    /// The share of answers that are accepted.
    public let coverage: Double
    /// The error rate of the accepted answers; 0 if there are none.
    public let error: Double
    /// The upper 95 % confidence bound on the error rate; see
    /// ``RiskCoverageCurve/init(confidences:isCorrect:specimens:)``.
    public let bound: Double
  }

  /// The points by rising threshold; the first accepts all answers.
  public let points: [Point]
  /// The number of answers that the curve was measured on.
  public let answers: Int
  /// The number of specimens of these answers.
  public let specimens: Int

  /// The greatest number of points.
  static let maximumPoints = 40

  /// Measures the curve on answers of known correctness.
  ///
  /// The bound is that of Clopper and Pearson for the effective number of answers (Korn and Graubard, Survey
  /// Methodology 24, 193, 1998). The errors within a specimen are correlated, so that n answers count as
  /// n / (1 + (m − 1) ρ) independent ones. Here m is the mean, over accepted answers, of the number of accepted answers
  /// of the same specimen, and ρ the correlation within specimens by analysis of variance over all answers (1 if all or
  /// none are wrong, which says nothing about it). The bound holds for each threshold separately.
  ///
  /// - Parameters:
  ///   - confidences: the probability of each answer.
  ///   - isCorrect: the correctness of each answer.
  ///   - specimens: the specimen number of each answer.
  public init(confidences: [Double], isCorrect: [Bool], specimens: [Int]) {
    let sample = RiskCoverageSample(confidences: confidences, isCorrect: isCorrect, specimens: specimens)
    let sorted = Set(confidences).sorted()
    let count = min(Self.maximumPoints, sorted.count)
    let thresholds = (0..<count).map { sorted[$0 * sorted.count / count] }
    points = thresholds.map(sample.point)
    answers = confidences.count
    self.specimens = Set(specimens).count
  }

  /// The point of the lowest threshold whose bound is at most an error rate; nil if there is none.
  public func point(forErrorRate rate: Double) -> Point? { points.first { $0.bound <= rate } }

  /// The least bound of all thresholds.
  public var leastBound: Double { points.map(\.bound).min() ?? 1 }
}

/// Answers of known correctness.
struct RiskCoverageSample {
  private let confidences: [Double]
  private let isCorrect: [Bool]
  private let specimens: [Int]
  private let correlation: Double

  init(confidences: [Double], isCorrect: [Bool], specimens: [Int]) {
    (self.confidences, self.isCorrect, self.specimens) = (confidences, isCorrect, specimens)
    correlation = Self.correlation(isCorrect, specimens)
  }

  /// The point of the curve at a threshold.
  func point(threshold: Double) -> RiskCoverageCurve.Point {
    var counts: [Int: Double] = [:]
    var (accepted, wrong) = (0.0, 0.0)
    for index in confidences.indices where confidences[index] >= threshold {
      counts[specimens[index], default: 0] += 1
      accepted += 1
      wrong += isCorrect[index] ? 0 : 1
    }
    let error = accepted > 0 ? wrong / accepted : 0
    let size = accepted > 0 ? counts.values.reduce(0) { $0 + $1 * $1 } / accepted : 1
    let effective = accepted / (1 + (size - 1) * correlation)
    return RiskCoverageCurve.Point(
      threshold: threshold,
      coverage: confidences.isEmpty ? 0 : accepted / Double(confidences.count),
      error: error,
      bound: accepted > 0 ? BinomialBound.upper(error * effective, of: effective) : 1
    )
  }

  /// The correlation of correctness within specimens, 0 to 1, by one-way analysis of variance.
  static func correlation(_ isCorrect: [Bool], _ specimens: [Int]) -> Double {
    var groups: [Int: (count: Double, correct: Double)] = [:]
    for (isCorrect, specimen) in zip(isCorrect, specimens) {
      groups[specimen, default: (0, 0)].count += 1
      groups[specimen, default: (0, 0)].correct += isCorrect ? 1 : 0
    }
    let (n, k) = (Double(isCorrect.count), Double(groups.count))
    let mean = groups.values.reduce(0) { $0 + $1.correct } / max(n, 1)
    guard mean > 0, mean < 1, k > 1, n > k else { return n > k ? 1 : 0 }
    var (between, within, squares) = (0.0, 0.0, 0.0)
    // Sorted, since rounding depends on the order of summation.
    for group in groups.sorted(by: { $0.key < $1.key }).map(\.value) {
      let share = group.correct / group.count
      between += group.count * (share - mean) * (share - mean)
      within += group.count * share * (1 - share)
      squares += group.count * group.count
    }
    let (meanBetween, meanWithin) = (between / (k - 1), within / (n - k))
    let size = (n - squares / n) / (k - 1)
    let value = (meanBetween - meanWithin) / (meanBetween + (size - 1) * meanWithin)
    return value.isFinite ? min(1, max(0, value)) : 1
  }
}
