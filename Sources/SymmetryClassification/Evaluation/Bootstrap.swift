import RandomNumbers

/// A number that is estimated with a confidence interval.
public enum EvaluationMetric: String, Sendable, Hashable, CaseIterable {
  /// The accuracy over patterns.
  case accuracy
  /// The balanced accuracy over patterns.
  case balancedAccuracy
  /// The top-2 accuracy over patterns.
  case top2
  /// The macro-averaged F1 over patterns.
  case macroF1
  /// The Matthews correlation coefficient over patterns.
  case mcc
  /// The accuracy over specimens.
  case specimenAccuracy
  /// The expected calibration error over patterns.
  case calibrationError
  /// The accuracy of the half of the patterns that the classifier is surest of.
  case accuracyAtHalfCoverage
  /// The area under the curve of risk against coverage.
  case riskArea
}

/// The two ends of a confidence interval.
public struct ConfidenceInterval: Sendable, Hashable {
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double
}

/// 95 % confidence intervals by the cluster bootstrap.
///
/// Patterns of one specimen are not independent, so whole specimens are drawn, with replacement and
/// with all their patterns, as many as there are; a pattern without a specimen is drawn by itself.
/// The interval of a metric reaches from the 2.5th to the 97.5th percentile of its values over the
/// resamples (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13; the
/// percentile is interpolated linearly, as numpy's). In each resample a class that is not drawn is
/// absent, and counts in no mean over classes.
public struct Bootstrap: Sendable {
  /// What is drawn.
  public enum Unit: String, Sendable {
    /// Specimens with all their patterns.
    case specimen
    /// Single images, since no specimen is known.
    case image
    /// Specimens, and the images that have none.
    case specimenOrImage
  }

  /// The probability that an interval is to cover.
  public static let confidence = 0.95

  /// What is drawn.
  public let unit: Unit
  /// How many specimens or images there are to draw from.
  public let unitCount: Int
  /// The number of resamples.
  public let resamples: Int
  /// The seed.
  public let seed: Int
  /// The interval of each metric; a metric that cannot have one is absent.
  ///
  /// None has one where there are fewer than two units, and accuracy over specimens has none where
  /// there are no specimens.
  public let intervals: [EvaluationMetric: ConfidenceInterval]
  /// The interval of the accuracy at each of `ConfidenceCurves.coverages`; empty where there is none.
  public let coverageIntervals: [ConfidenceInterval]

  /// What a reader should know of the intervals.
  var notes: [String] {
    guard !intervals.isEmpty else {
      return ["no confidence intervals: they need at least two specimens or images"]
    }
    return switch unit {
    case .specimen: []
    case .image:
      [
        "no specimens are named: intervals are by bootstrap over images, and are too narrow where several "
          + "images are of one specimen"
      ]
    case .specimenOrImage:
      [
        "some images have no specimen: each of them counts as one of its own in the intervals, and none "
          + "in the numbers per specimen"
      ]
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
          specimenHit: specimen.predictedClass == specimen.trueClass
        )
      }
      + single.map {
        Cluster(
          [predictions[$0]],
          ranks: [ranking.ranks[$0]],
          classCount: classCount,
          specimenHit: nil
        )
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
    let nothing = [Double](repeating: 0, count: ranking.confidences.count)
    var values: [EvaluationMetric: [Double]] = [:]
    for metric in EvaluationMetric.allCases { values[metric] = [] }
    var confusion = ConfusionMatrix(classCount: classCount)
    for cell in clusters.flatMap(\.cells) { confusion.add(cell.count, toCell: cell.index) }
    let population = confusion.support
    for resample in 0..<resamples {
      var generator = KeyedGenerator(seed, resample)
      confusion.clear()
      var (weights, hits) = (nothing, nothing)
      var top2Hits = 0
      var specimens = 0
      var specimenHits = 0
      for _ in clusters {
        let drawn = clusters[generator.index(below: clusters.count)]
        for cell in drawn.cells { confusion.add(cell.count, toCell: cell.index) }
        top2Hits += drawn.top2Hits
        for pattern in drawn.ranked {
          weights[pattern.rank] += 1
          hits[pattern.rank] += pattern.isHit ? 1 : 0
        }
        specimens += drawn.specimenHit == nil ? 0 : 1
        specimenHits += drawn.specimenHit == true ? 1 : 0
      }
      let scores = ClassificationScores(confusion, top2Hits: top2Hits, population: population)
      values[.accuracy]?.append(scores.accuracy)
      values[.balancedAccuracy]?.append(scores.balancedAccuracy)
      values[.top2]?.append(scores.top2)
      values[.macroF1]?.append(scores.macroF1)
      values[.mcc]?.append(scores.mcc)
      let curves = ConfidenceCurves(ranking, weights: weights, hits: hits)
      values[.calibrationError]?.append(curves.calibrationError)
      values[.accuracyAtHalfCoverage]?.append(curves.accuracyAtHalfCoverage)
      values[.riskArea]?.append(curves.riskArea)
      for (place, accuracy) in curves.accuracyAtCoverage.enumerated() {
        coverage[place].append(accuracy)
      }
      if specimens > 0 {
        values[.specimenAccuracy]?.append(Double(specimenHits) / Double(specimens))
      }
    }
    return (values.compactMapValues(interval), coverage.compactMap(interval))
  }

  private static func interval(_ values: [Double]) -> ConfidenceInterval? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let tail = (1 - confidence) / 2
    return ConfidenceInterval(
      low: percentile(tail, of: sorted),
      high: percentile(1 - tail, of: sorted)
    )
  }

  private static func percentile(_ fraction: Double, of sorted: [Double]) -> Double {
    let position = fraction * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (position - Double(below))
  }
}

/// What one specimen, or one image without, adds to the counts when it is drawn.
private struct Cluster {
  let cells: [(index: Int, count: Int)]
  let top2Hits: Int
  let specimenHit: Bool?
  let ranked: [(rank: Int, isHit: Bool)]

  init(
    _ predictions: [PatternPrediction],
    ranks: [Int],
    classCount: Int,
    specimenHit: Bool?
  ) {
    ranked = zip(ranks, predictions).map { ($0, $1.predictedClass == $1.trueClass) }
    var counts: [Int: Int] = [:]
    var hits = 0
    for prediction in predictions {
      counts[prediction.trueClass * classCount + prediction.predictedClass, default: 0] += 1
      if prediction.probabilities.rank(of: prediction.trueClass) < 2 { hits += 1 }
    }
    cells = counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    top2Hits = hits
    self.specimenHit = specimenHit
  }
}
