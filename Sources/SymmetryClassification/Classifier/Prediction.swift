import Crystallography
import Imaging

/// A classifier's output for one image, or for all images of one crystal.
public struct Prediction: Sendable, Hashable, Codable {
  /// The images that a fused prediction was made from.
  public struct FusedPatterns: Sendable, Hashable, Codable {
    /// The number of patterns that were fused.
    public var patterns: Int
    /// The number of images that were excluded as not being patterns.
    public var excluded: Int

    /// Creates the counts.
    public init(patterns: Int, excluded: Int) {
      self.patterns = patterns
      self.excluded = excluded
    }
  }

  /// The calibrated probability of each class, in the classifier's order; they sum to 1.
  public var probabilities: [Float]
  /// The probability of each Laue class, in the order of `LaueClass.allCases`; nil for a model without this output.
  public var laueClasses: [Float]?
  /// True if the image has no contrast, so that there is no pattern to classify.
  public var isBlank: Bool
  /// The out-of-distribution scores of the image; nil for a model without a detector, and for fused predictions.
  public var outOfDistributionScores: OutOfDistributionDetector.Scores?
  /// The images that were fused; nil for the prediction of a single image.
  public var fused: FusedPatterns?

  /// Creates a prediction.
  public init(
    probabilities: [Float],
    laueClasses: [Float]? = nil,
    isBlank: Bool = false,
    outOfDistributionScores: OutOfDistributionDetector.Scores? = nil,
    fused: FusedPatterns? = nil
  ) {
    self.probabilities = probabilities
    self.laueClasses = laueClasses
    self.isBlank = isBlank
    self.outOfDistributionScores = outOfDistributionScores
    self.fused = fused
  }

  /// The greatest of the out-of-distribution scores; above 1 the image is not taken for a pattern.
  public var outOfDistributionScore: Float? { outOfDistributionScores?.greatest }

  /// False if the image, or each of the fused images, is not a diffraction pattern.
  public var isPattern: Bool { fused.map { $0.patterns > 0 } ?? (!isBlank && outOfDistributionScore ?? 0 <= 1) }

  /// The index of the most probable class, the first of equals.
  public var mostProbableClass: Int { probabilities.mostProbable }

  /// The most probable Laue class; nil for a model without this output.
  public var mostProbableLaueClass: (laueClass: LaueClass, probability: Float)? {
    laueClasses.map { (LaueClass.allCases[$0.mostProbable], $0[$0.mostProbable]) }
  }

  /// The indices of the classes, from the most probable to the least.
  public var ranking: [Int] { probabilities.indices.sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) } }
}

/// The prediction for an image file, or for a folder of patterns of one crystal.
public struct FilePrediction: Sendable, Codable {
  /// The path of the file or folder, as the caller gave it.
  public var file: String
  /// The conversions that reading the file needed, such as colour to grey.
  public var notes: [ConversionNote]
  /// True if the image has hot or dead pixels that the model's preprocessing keeps.
  public var hasOutliers: Bool
  /// The prediction.
  public var prediction: Prediction

  /// Creates the prediction for a file.
  public init(file: String, notes: [ConversionNote] = [], hasOutliers: Bool = false, prediction: Prediction) {
    self.file = file
    self.notes = notes
    self.hasOutliers = hasOutliers
    self.prediction = prediction
  }
}
