import Imaging
import NeuralNetworks

/// Detects images that are not diffraction patterns, or not of the kind that a model was trained on.
///
/// Two normal distributions are fitted to the training patterns: one of the input of the network's last dense layer
/// (Lee et al., *A Simple Unified Framework for Detecting Out-of-Distribution Samples*, NeurIPS 2018, here with one
/// mean for all classes), and one of `PatternStatistics`, which cover what the network has learned to ignore. Each
/// distance is divided by the distance that a given share of validation patterns exceeds. A network trained on faint
/// patterns takes noise for a very faint pattern; if the patterns have bands, the third score is therefore the
/// greatest `LineSumKurtosis` of noise over that of the image, or, if less, the kurtosis that nearly all validation
/// patterns exceed. The score of an image is the greatest of the three;
/// above 1 the image is not taken for a pattern.
public struct OutOfDistributionDetector: Sendable, Equatable {
  /// The measurements of one image.
  public struct Sample: Sendable, Codable {
    let features: [Float]
    let statistics: PatternStatistics
  }

  /// The scores of one image; each is above 1 if the image is not taken for a pattern.
  public struct Scores: Sendable, Hashable, Codable {
    /// The score of the network's features.
    public var features: Float
    /// The score of the image's statistics.
    public var statistics: Float
    /// The score of the line-sum kurtosis; nil if the model's patterns need not have bands.
    public var kurtosis: Float?

    /// The greatest score.
    var greatest: Float { max(features, statistics, kurtosis ?? 0) }
  }

  /// The greatest share of validation patterns that features or statistics reject.
  public let falseAlarmRate: Double
  /// The number of validation patterns that the limits were taken from.
  public let patterns: Int
  package let features: FeatureDistribution
  package let statistics: FeatureDistribution
  package let featureLimit: Float
  package let statisticLimit: Float
  package let kurtosisLimit: Float?

  /// The default false alarm rate.
  public static let defaultFalseAlarmRate = 0.004
  /// The least numbers of patterns that a fit needs.
  static let minimumPatterns = (training: 50, validation: 50)
  /// The greatest share of validation patterns without visible bands in data that count as having bands.
  static let maximumShareWithoutBands = 0.05

  /// Fits a detector.
  ///
  /// - Parameters:
  ///   - training: training patterns of the network.
  ///   - validation: patterns of specimens that the network was not trained on.
  ///   - falseAlarmRate: the share of validation patterns that may be rejected.
  /// - Returns: the detector; nil if there are fewer than 50 patterns of either kind.
  public static func fit(
    training: [Sample],
    validation: [Sample],
    falseAlarmRate: Double = defaultFalseAlarmRate
  ) -> OutOfDistributionDetector? {
    guard training.count >= minimumPatterns.training, validation.count >= minimumPatterns.validation else { return nil }
    let features = FeatureDistribution(training.map(\.features))
    let statistics = FeatureDistribution(
      training.map(\.statistics.values),
      ignoring: [PatternStatistics.difference]
    )
    // Each score may raise an alarm, so each gets half of the rate; features and statistics mostly agree.
    func limit(_ values: [Float]) -> Float {
      let sorted = values.sorted(by: >)
      let above = min(Int(falseAlarmRate / 2 * Double(sorted.count)), sorted.count - 1)
      // Halfway to the next value: rounding would put a pattern that is at the limit itself on either side of it.
      return max((sorted[above] + (above > 0 ? sorted[above - 1] : 1.001 * sorted[0])) / 2, 1e-6)
    }
    let noise = LineSumKurtosis.maximumOfNoise
    let withoutBands = validation.count { $0.statistics.lineSumKurtosis < noise }
    let haveBands = Double(withoutBands) <= maximumShareWithoutBands * Double(validation.count)
    let least = 1 / limit(validation.map { 1 / $0.statistics.lineSumKurtosis })
    return OutOfDistributionDetector(
      falseAlarmRate: falseAlarmRate,
      patterns: validation.count,
      features: features,
      statistics: statistics,
      featureLimit: limit(validation.map { features.distance($0.features) }),
      statisticLimit: limit(validation.map { statistics.distance($0.statistics.values) }),
      kurtosisLimit: haveBands ? min(noise, least) : nil
    )
  }

  private init(
    falseAlarmRate: Double,
    patterns: Int,
    features: FeatureDistribution,
    statistics: FeatureDistribution,
    featureLimit: Float,
    statisticLimit: Float,
    kurtosisLimit: Float?
  ) {
    (self.falseAlarmRate, self.patterns) = (falseAlarmRate, patterns)
    (self.features, self.statistics) = (features, statistics)
    (self.featureLimit, self.statisticLimit) = (featureLimit, statisticLimit)
    self.kurtosisLimit = kurtosisLimit
  }

  /// The scores of an image.
  public func scores(_ sample: Sample) -> Scores {
    // JSON has no infinities; an overflow becomes the greatest number.
    func finite(_ score: Float) -> Float { score.isFinite ? score : .greatestFiniteMagnitude }
    return Scores(
      features: finite(features.distance(sample.features) / featureLimit),
      statistics: finite(statistics.distance(sample.statistics.values) / statisticLimit),
      kurtosis: kurtosisLimit.map { finite($0 / sample.statistics.lineSumKurtosis) }
    )
  }
}

extension OutOfDistributionDetector {
  /// The prefix of its tensors' names in a model file.
  static let prefix = "outOfDistribution."

  /// The entry in a model file's metadata.
  struct Metadata: Codable {
    var falseAlarmRate: Double
    var patterns: Int
    var features: Int
    var featureLimit: Float
    var statisticLimit: Float
    /// Nil if patterns need not have bands, and in old files.
    var kurtosisLimit: Float?
  }

  /// The entry in a model file's metadata.
  var metadata: Metadata {
    Metadata(
      falseAlarmRate: falseAlarmRate,
      patterns: patterns,
      features: features.count,
      featureLimit: featureLimit,
      statisticLimit: statisticLimit,
      kurtosisLimit: kurtosisLimit
    )
  }

  /// The tensors in a model file.
  var tensors: [SafeTensors.Tensor] {
    features.tensors(Self.prefix + "features") + statistics.tensors(Self.prefix + "statistics")
  }

  /// Reads the detector of a model file.
  ///
  /// - Parameters:
  ///   - metadata: the entry in the metadata.
  ///   - tensors: the tensors of the file, by name.
  ///   - file: the file's name in errors.
  /// - Throws: `ModelFileError` if a limit is not positive, or a tensor is missing or invalid.
  init(_ metadata: Metadata, _ tensors: [String: SafeTensors.Tensor], file: String) throws(ModelFileError) {
    guard metadata.features > 0, metadata.featureLimit > 0, metadata.statisticLimit > 0, metadata.kurtosisLimit ?? 1 > 0
    else { throw ModelFileError(file: file, reason: "the limits of its out-of-distribution detector must be above 0") }
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
      kurtosisLimit: metadata.kurtosisLimit
    )
  }
}
