/// How many answers are accepted and how many of those are wrong, for thresholds on the probability of the most
/// probable class.
public struct RiskCoverageCurve: Codable, Sendable, Hashable {
  /// What is known of one threshold.
  public struct Point: Codable, Sendable, Hashable {
    /// Answers of at least this probability are accepted.
    public let threshold: Double
    /// The share of answers that are accepted.
    public let coverage: Double
    /// The share of wrong ones among the accepted; 0 where none is.
    public let error: Double
    /// What that share is below with a confidence of 95 %; see ``RiskCoverageCurve``'s initialiser.
    public let bound: Double
  }

  /// From the lowest threshold, which accepts all, to the highest.
  public let points: [Point]
  /// The number of answers that the curve was measured on.
  public let answers: Int
  /// The number of specimens that they were of.
  public let specimens: Int

  /// The greatest number of points that are kept.
  static let maximumPoints = 40

  /// Measures the curve of answers whose truth is known.
  ///
  /// The bound is that of Clopper and Pearson for the effective number of answers (Korn and Graubard, Survey
  /// Methodology 24, 193, 1998): answers for one specimen are right or wrong together, so that n of them count as
  /// n / (1 + (m − 1) ρ) independent ones, m being the mean number of accepted answers of the specimen of an
  /// accepted answer, and ρ the correlation within specimens by analysis of variance over all answers (1 where
  /// all or none are wrong, since nothing is known of it then). It holds for each threshold by itself.
  ///
  /// - Parameters:
  ///   - confidences: the probability of each answer.
  ///   - hits: which answers are right.
  ///   - specimens: the same number for answers of one specimen.
  public init(confidences: [Double], hits: [Bool], specimens: [Int]) {
    let sample = RiskCoverageSample(confidences: confidences, hits: hits, specimens: specimens)
    let sorted = Set(confidences).sorted()
    let count = min(Self.maximumPoints, sorted.count)
    let thresholds = (0..<count).map { sorted[$0 * sorted.count / count] }
    points = thresholds.map(sample.point)
    answers = confidences.count
    self.specimens = Set(specimens).count
  }

  /// The lowest threshold whose bound is at most a rate of errors; nil where none is.
  public func point(forErrorRate rate: Double) -> Point? {
    points.first { $0.bound <= rate }
  }

  /// The least rate of errors that some threshold keeps.
  public var leastBound: Double { points.map(\.bound).min() ?? 1 }
}

/// Answers whose truth is known, of which a threshold accepts some.
struct RiskCoverageSample {
  private let confidences: [Double]
  private let hits: [Bool]
  private let specimens: [Int]
  private let correlation: Double

  init(confidences: [Double], hits: [Bool], specimens: [Int]) {
    (self.confidences, self.hits, self.specimens) = (confidences, hits, specimens)
    correlation = Self.correlation(hits, specimens)
  }

  /// What a threshold gives.
  func point(threshold: Double) -> RiskCoverageCurve.Point {
    var counts: [Int: Double] = [:]
    var (accepted, wrong) = (0.0, 0.0)
    for index in confidences.indices where confidences[index] >= threshold {
      counts[specimens[index], default: 0] += 1
      accepted += 1
      wrong += hits[index] ? 0 : 1
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

  /// The correlation of right and wrong within specimens, by one-way analysis of variance, 0 to 1.
  static func correlation(_ hits: [Bool], _ specimens: [Int]) -> Double {
    var groups: [Int: (count: Double, hits: Double)] = [:]
    for (hit, specimen) in zip(hits, specimens) {
      groups[specimen, default: (0, 0)].count += 1
      groups[specimen, default: (0, 0)].hits += hit ? 1 : 0
    }
    let (n, k) = (Double(hits.count), Double(groups.count))
    let mean = groups.values.reduce(0) { $0 + $1.hits } / max(n, 1)
    guard mean > 0, mean < 1, k > 1, n > k else { return n > k ? 1 : 0 }
    var (between, within, squares) = (0.0, 0.0, 0.0)
    // In order, since sums of another order round otherwise.
    for group in groups.sorted(by: { $0.key < $1.key }).map(\.value) {
      let share = group.hits / group.count
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
