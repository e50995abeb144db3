/// What a person should know of a model before relying on it.
public struct ModelCard: Codable, Sendable, Hashable {
  /// What was there of one class.
  public struct ClassCount: Codable, Sendable, Hashable {
    /// The class.
    public var name: String
    /// How many patterns, and of how many specimens, the model learnt from.
    public var trainingPatterns: Int, trainingSpecimens: Int
    /// How many patterns, and of how many specimens, it was judged on.
    public var judgedPatterns: Int, judgedSpecimens: Int

    /// Creates the counts.
    public init(
      name: String,
      trainingPatterns: Int,
      trainingSpecimens: Int,
      judgedPatterns: Int,
      judgedSpecimens: Int
    ) {
      self.name = name
      (self.trainingPatterns, self.trainingSpecimens) = (trainingPatterns, trainingSpecimens)
      (self.judgedPatterns, self.judgedSpecimens) = (judgedPatterns, judgedSpecimens)
    }
  }

  /// A measured number.
  public struct Number: Codable, Sendable, Hashable {
    /// What was measured.
    public var name: String
    /// The number.
    public var value: Double
    /// The ends of its 95 % interval, over specimens; nil where there is none.
    public var low: Double?, high: Double?
    /// How many patterns or specimens it rests on.
    public var count: Int

    /// Creates a number.
    public init(name: String, value: Double, interval: ConfidenceInterval?, count: Int) {
      self.name = name
      self.value = value
      (low, high) = (interval?.low, interval?.high)
      self.count = count
    }
  }

  /// What the patterns are, in a sentence.
  public var patterns: String
  /// The classes, in the order of the model.
  public var classes: [ClassCount]
  /// What the model was judged on, in a sentence.
  public var judgedOn: String
  /// What was measured there.
  public var numbers: [Number]
  /// What it is good for, a sentence each.
  public var strengths: [String]
  /// What it is not good for, a sentence each.
  public var weaknesses: [String]

  /// Creates a card.
  public init(
    patterns: String,
    classes: [ClassCount],
    judgedOn: String,
    numbers: [Number],
    strengths: [String],
    weaknesses: [String]
  ) {
    self.patterns = patterns
    self.classes = classes
    self.judgedOn = judgedOn
    self.numbers = numbers
    self.strengths = strengths
    self.weaknesses = weaknesses
  }
}
