import RandomNumbers

/// A metric with a confidence interval.
public enum EvaluationMetric: String, Sendable, Hashable, CaseIterable {
  /// The accuracy of patterns.
  case accuracy
  /// The balanced accuracy of patterns.
  case balancedAccuracy
  /// The top-2 accuracy of patterns.
  case top2
  /// The macro-averaged F1 of patterns.
  case macroF1
  /// The Matthews correlation coefficient of patterns.
  case mcc
  /// The accuracy of specimens.
  case specimenAccuracy
  /// The expected calibration error of patterns.
  case calibrationError
  /// The accuracy at half coverage.
  case accuracyAtHalfCoverage
  /// The area under the risk–coverage curve.
  case areaUnderRiskCoverage
}

/// A confidence interval.
public struct ConfidenceInterval: Sendable, Hashable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
}

/// 95 % confidence intervals by the cluster bootstrap.
///
/// Patterns of one specimen are not independent. Each resample therefore draws whole specimens with replacement, as
/// many as there are; a pattern without specimen is drawn by itself. The interval of a metric is from the 2.5th to the
/// 97.5th percentile of its values over the resamples (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993,
/// chapter 13), interpolated linearly as in numpy. A class that a resample does not draw counts in none of its means
/// over classes.
public struct Bootstrap: Sendable {
  /// The unit of resampling.
  public enum Unit: String, Sendable {
    /// Specimens with all of their patterns.
    case specimen
    /// Single images, if no specimen is named.
    case image
    /// Specimens, and images without specimen.
    case specimenOrImage
  }

  /// The coverage probability of the intervals.
  public static let confidence = 0.95

  /// The unit of resampling.
  public let unit: Unit
  /// The number of specimens or images.
  public let unitCount: Int
  /// The number of resamples.
  public let resamples: Int
  /// The random seed.
  public let seed: Int
  /// The interval of each metric; empty for fewer than two units, and without accuracy of specimens if there are none.
  public let intervals: [EvaluationMetric: ConfidenceInterval]
  /// The interval of the accuracy at each of ``ConfidenceCurves/coverages``; empty for fewer than two units.
  public let coverageIntervals: [ConfidenceInterval]

  /// Remarks on the intervals.
  var notes: [String] {
    guard !intervals.isEmpty else {
      return ["there are no confidence intervals, which need at least two specimens or images"]
    }
    return switch unit {
    case .specimen: []
    case .image:
      [
        "no specimens are named; the intervals are from a bootstrap over images and too narrow if several images show "
          + "one specimen"
      ]
    case .specimenOrImage:
      ["some images have no specimen; each counts as a specimen in the intervals, but not in the metrics of specimens"]
    }
  }

  init(
    classCount: Int,
    predictions: [PatternPrediction],
    specimens: [SpecimenPrediction],
    ranking: ConfidenceRanking,
    seed: Int,
    resamples: Int
  ) {
    self.seed = seed
    self.resamples = max(0, resamples)
    let single = predictions.indices.filter { predictions[$0].specimen == nil }
    unit = specimens.isEmpty ? .image : single.isEmpty ? .specimen : .specimenOrImage
    let clusters =
      specimens.map { specimen in
        Cluster(
          specimen.patterns.map { predictions[$0] },
          ranks: specimen.patterns.map { ranking.ranks[$0] },
          classCount: classCount,
          isSpecimenCorrect: specimen.isCorrect
        )
      }
      + single.map {
        Cluster([predictions[$0]], ranks: [ranking.ranks[$0]], classCount: classCount, isSpecimenCorrect: nil)
      }
    unitCount = clusters.count
    guard clusters.count >= 2, self.resamples > 0 else {
      intervals = [:]
      coverageIntervals = []
      return
    }
    (intervals, coverageIntervals) = Self.intervals(
      clusters,
      ranking,
      classCount: classCount,
      seed: seed,
      resamples: resamples
    )
  }

  private static func intervals(
    _ clusters: [Cluster],
    _ ranking: ConfidenceRanking,
    classCount: Int,
    seed: Int,
    resamples: Int
  ) -> ([EvaluationMetric: ConfidenceInterval], [ConfidenceInterval]) {
    var coverage = [[Double]](repeating: [], count: ConfidenceCurves.coverages.count)
    let zeros = [Double](repeating: 0, count: ranking.confidences.count)
    var values: [EvaluationMetric: [Double]] = [:]
    for metric in EvaluationMetric.allCases { values[metric] = [] }
    var confusion = ConfusionMatrix(classCount: classCount)
    for cell in clusters.flatMap(\.cells) { confusion.add(cell.count, toCell: cell.index) }
    let population = confusion.support
    for resample in 0..<resamples {
      var generator = KeyedGenerator(seed, resample)
      confusion.clear()
      var (weights, correct) = (zeros, zeros)
      var top2Count = 0
      var specimens = 0
      var correctSpecimens = 0
      for _ in clusters {
        let drawn = clusters[generator.index(below: clusters.count)]
        for cell in drawn.cells { confusion.add(cell.count, toCell: cell.index) }
        top2Count += drawn.top2Count
        for pattern in drawn.ranked {
          weights[pattern.rank] += 1
          correct[pattern.rank] += pattern.isCorrect ? 1 : 0
        }
        specimens += drawn.isSpecimenCorrect == nil ? 0 : 1
        correctSpecimens += drawn.isSpecimenCorrect == true ? 1 : 0
      }
      let scores = ClassificationScores(confusion, top2Count: top2Count, population: population)
      values[.accuracy]?.append(scores.accuracy)
      values[.balancedAccuracy]?.append(scores.balancedAccuracy)
      values[.top2]?.append(scores.top2)
      values[.macroF1]?.append(scores.macroF1)
      values[.mcc]?.append(scores.mcc)
      let curves = ConfidenceCurves(ranking, weights: weights, correct: correct)
      values[.calibrationError]?.append(curves.calibrationError)
      values[.accuracyAtHalfCoverage]?.append(curves.accuracyAtHalfCoverage)
      values[.areaUnderRiskCoverage]?.append(curves.areaUnderRiskCoverage)
      for (index, accuracy) in curves.accuracyAtCoverage.enumerated() { coverage[index].append(accuracy) }
      if specimens > 0 { values[.specimenAccuracy]?.append(Double(correctSpecimens) / Double(specimens)) }
    }
    return (values.compactMapValues(interval), coverage.compactMap(interval))
  }

  private static func interval(_ values: [Double]) -> ConfidenceInterval? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(low: percentile(tail, of: sorted), high: percentile(1 - tail, of: sorted))
  }

  private static func percentile(_ fraction: Double, of sorted: [Double]) -> Double {
    let position = fraction * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }
}

/// The contribution of a specimen, or of an image without specimen, to the counts of a resample.
private struct Cluster {
  let cells: [(index: Int, count: Int)]
  let top2Count: Int
  let isSpecimenCorrect: Bool?
  let ranked: [(rank: Int, isCorrect: Bool)]

  init(_ predictions: [PatternPrediction], ranks: [Int], classCount: Int, isSpecimenCorrect: Bool?) {
    ranked = zip(ranks, predictions).map { ($0, $1.isCorrect) }
    var counts: [Int: Int] = [:]
    var top2Count = 0
    for prediction in predictions {
      counts[prediction.trueClass * classCount + prediction.predictedClass, default: 0] += 1
      if prediction.probabilities.rank(of: prediction.trueClass) < 2 { top2Count += 1 }
    }
    cells = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    self.top2Count = top2Count
    self.isSpecimenCorrect = isSpecimenCorrect
  }
}
