import Imaging
import NeuralNetworks

/// Tells images that are no diffraction patterns, or none of the kind that a model knows.
///
/// Two normal distributions are fitted to the patterns that the model learnt from: of what the last dense layer of its
/// network is given (Lee et al., *A Simple Unified Framework for Detecting Out-of-Distribution Samples*, NeurIPS 2018,
/// with one mean for all classes, since the question is not which class it is), and of `PatternStatistics` of the
/// image, which see what the network learnt to overlook. Each distance is divided by the one that a stated share of
/// validation patterns exceeds. A network that learnt from faint patterns takes noise for a very faint one: where the
/// patterns have bands, the third measure is how far below that of bands the image's `LineSumKurtosis` is. An image's
/// score is the greatest of the three: above 1 it is taken for no pattern.
public struct OutOfDistributionDetector: Sendable, Equatable {
  /// What is known of one image.
  public struct Sample: Sendable {
    let features: [Float]
    let statistics: PatternStatistics
  }

  /// What is measured of an image; each above 1 where it is no pattern.
  public struct Scores: Sendable, Hashable {
    /// By the network's features.
    public var features: Float
    /// By the image's statistics.
    public var image: Float
    /// By how little lines stand out; nil where the patterns of a model need not have bands.
    public var bands: Float?

    /// The greatest.
    var greatest: Float { max(features, image, bands ?? 0) }
  }

  /// The share of validation patterns that are taken for no patterns by features or statistics, at most.
  public let falseAlarmRate: Double
  /// How many validation patterns set the limits.
  public let patterns: Int
  private let features: FeatureDistribution
  private let statistics: FeatureDistribution
  private let featureLimit: Float
  private let statisticLimit: Float
  private let bandLimit: Float?

  /// The false alarm rate that a fit aims at unless told otherwise.
  public static let usualFalseAlarmRate = 0.01
  /// How few patterns to learn from, and to validate with, tell nothing.
  static let leastPatterns = (training: 50, validation: 50)
  /// The share of validation patterns whose bands may be lost in noise while a model's patterns are said to have bands.
  static let usualShareWithoutBands = 0.05

  /// Fits a detector.
  ///
  /// - Parameters:
  ///   - training: patterns that the network learnt from.
  ///   - validation: patterns of specimens that it did not learn from.
  ///   - falseAlarmRate: the share of validation patterns that may be taken for none.
  /// - Returns: the detector; nil where there are fewer than 50 patterns of either kind.
  public static func fit(
    training: [Sample],
    validation: [Sample],
    falseAlarmRate: Double = usualFalseAlarmRate
  ) -> OutOfDistributionDetector? {
    guard training.count >= leastPatterns.training, validation.count >= leastPatterns.validation
    else { return nil }
    let features = FeatureDistribution(training.map(\.features))
    let statistics = FeatureDistribution(training.map(\.statistics.values))
    // Either distance may raise the alarm, so that each has half of the rate.
    func limit(_ distances: [Float]) -> Float {
      let sorted = distances.sorted()
      let above = Int(falseAlarmRate / 2 * Double(sorted.count))
      return max(sorted[max(0, sorted.count - 1 - above)], 1e-6)
    }
    let withoutBands = validation.count { $0.statistics.bandContrast < LineSumKurtosis.ofNoise }
    let haveBands = Double(withoutBands) <= usualShareWithoutBands * Double(validation.count)
    return OutOfDistributionDetector(
      falseAlarmRate: falseAlarmRate,
      patterns: validation.count,
      features: features,
      statistics: statistics,
      featureLimit: limit(validation.map { features.distance($0.features) }),
      statisticLimit: limit(validation.map { statistics.distance($0.statistics.values) }),
      bandLimit: haveBands ? LineSumKurtosis.ofNoise : nil
    )
  }

  private init(
    falseAlarmRate: Double,
    patterns: Int,
    features: FeatureDistribution,
    statistics: FeatureDistribution,
    featureLimit: Float,
    statisticLimit: Float,
    bandLimit: Float?
  ) {
    (self.falseAlarmRate, self.patterns) = (falseAlarmRate, patterns)
    (self.features, self.statistics) = (features, statistics)
    (self.featureLimit, self.statisticLimit) = (featureLimit, statisticLimit)
    self.bandLimit = bandLimit
  }

  /// How unlike a pattern an image is; above 1 it is taken for none.
  public func score(_ sample: Sample) -> Float { scores(sample).greatest }

  /// How unlike a pattern an image is by each measure.
  public func scores(_ sample: Sample) -> Scores {
    // An overflow is as far away as can be; JSON has no infinities.
    func finite(_ score: Float) -> Float { score.isFinite ? score : .greatestFiniteMagnitude }
    return Scores(
      features: finite(features.distance(sample.features) / featureLimit),
      image: finite(statistics.distance(sample.statistics.values) / statisticLimit),
      bands: bandLimit.map { finite($0 / sample.statistics.bandContrast) }
    )
  }
}

extension OutOfDistributionDetector {
  /// What the names of its tensors in a model file begin with.
  static let prefix = "novelty."

  /// What stands in a model file's metadata beside the tensors.
  struct Metadata: Codable {
    var falseAlarmRate: Double
    var patterns: Int
    var features: Int
    var featureLimit: Float
    var statisticLimit: Float
    /// Nil in models of before there was one, and where patterns need not have bands.
    var bandLimit: Float?
  }

  /// What a model file keeps in its metadata.
  var metadata: Metadata {
    Metadata(
      falseAlarmRate: falseAlarmRate,
      patterns: patterns,
      features: features.count,
      featureLimit: featureLimit,
      statisticLimit: statisticLimit,
      bandLimit: bandLimit
    )
  }

  /// What a model file keeps as tensors.
  var tensors: [SafeTensors.Tensor] {
    features.tensors(Self.prefix + "features") + statistics.tensors(Self.prefix + "statistics")
  }

  /// Reads what a model file keeps.
  ///
  /// - Parameters:
  ///   - metadata: what stands in the metadata.
  ///   - tensors: all tensors of the file, by name.
  ///   - file: how errors name the file.
  /// - Throws: `ModelFileError`.
  init(
    _ metadata: Metadata,
    _ tensors: [String: SafeTensors.Tensor],
    file: String
  ) throws(ModelFileError) {
    guard metadata.features > 0, metadata.featureLimit > 0, metadata.statisticLimit > 0,
      metadata.bandLimit ?? 1 > 0
    else {
      throw ModelFileError(file: file, reason: "its novelty has limits that are not above 0")
    }
    self.init(
      falseAlarmRate: metadata.falseAlarmRate,
      patterns: metadata.patterns,
      features: try FeatureDistribution(
        tensors,
        prefix: Self.prefix + "features",
        count: metadata.features,
        file: file
      ),
      statistics: try FeatureDistribution(
        tensors,
        prefix: Self.prefix + "statistics",
        count: PatternStatistics.count,
        file: file
      ),
      featureLimit: metadata.featureLimit,
      statisticLimit: metadata.statisticLimit,
      bandLimit: metadata.bandLimit
    )
  }
}
