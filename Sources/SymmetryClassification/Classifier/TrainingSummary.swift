/// The origin of a model.
public struct TrainingSummary: Codable, Sendable, Equatable {
  /// The version of ednet that trained it.
  public var version: String
  /// The date of the training, in ISO 8601.
  public var date: String
  /// The number of training patterns.
  public var trainingPatterns: Int
  /// The number of validation patterns, by which the best epoch was chosen.
  public var validationPatterns: Int
  /// True if training and validation share no specimen.
  public var splitBySpecimen: Bool
  /// The epoch that the parameters come from.
  public var epoch: Int
  /// The accuracy on the validation patterns, 0 to 1.
  public var validationAccuracy: Float?
  /// The settings of the training.
  public var options: ClassifierOptions

  /// Creates a summary.
  public init(
    version: String,
    date: String,
    trainingPatterns: Int,
    validationPatterns: Int,
    splitBySpecimen: Bool,
    epoch: Int,
    validationAccuracy: Float?,
    options: ClassifierOptions
  ) {
    self.version = version
    self.date = date
    self.trainingPatterns = trainingPatterns
    self.validationPatterns = validationPatterns
    self.splitBySpecimen = splitBySpecimen
    self.epoch = epoch
    self.validationAccuracy = validationAccuracy
    self.options = options
  }
}
