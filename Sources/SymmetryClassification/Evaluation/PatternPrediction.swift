import Foundation

/// What a classifier made of one labelled pattern.
public struct PatternPrediction: Sendable, Hashable {
  /// The image file, as it is to be shown.
  public var file: String
  /// The specimen that the pattern is of, if known; names are unique within a class.
  public var specimen: String?
  /// The true class, as an index into the classes of the evaluation.
  public var trueClass: Int
  /// The probability of each class, in the order of the classes.
  public var probabilities: [Float]
  /// How unlike a pattern the image is: above 1 it is taken for none; nil where the model cannot tell.
  public var novelty: Float?

  /// Creates the prediction of one pattern.
  public init(
    file: String,
    specimen: String?,
    trueClass: Int,
    probabilities: [Float],
    novelty: Float? = nil
  ) {
    self.novelty = novelty
    self.file = file
    self.specimen = specimen
    self.trueClass = trueClass
    self.probabilities = probabilities
  }

  /// The most probable class, the first of equals.
  public var predictedClass: Int { probabilities.mostProbable }
}

/// What all patterns of one specimen say together.
///
/// The evidence is multiplied by the rule of ``Fusion``.
public struct SpecimenPrediction: Sendable, Hashable {
  /// The specimen's name, unique within its class.
  public let name: String
  /// The true class, as an index into the classes of the evaluation.
  public let trueClass: Int
  /// The natural logarithm of the fused probability of each class, in the order of the classes.
  ///
  /// Many patterns make probabilities too small for a number, while their logarithms still tell
  /// which class comes second.
  public let logProbabilities: [Double]
  /// The specimen's patterns, as indices into the predictions of the evaluation.
  public let patterns: [Int]

  /// The fused probability of each class, in the order of the classes.
  public var probabilities: [Float] { logProbabilities.map { Float(exp($0)) } }

  /// The most probable class, the first of equals.
  public var predictedClass: Int { logProbabilities.mostProbable }

  /// Returns the log-probabilities of coarser classes: those of the finer classes, summed.
  ///
  /// - Parameters:
  ///   - target: the coarser class of each class.
  ///   - count: the number of coarser classes.
  /// - Returns: one log-probability a coarser class.
  func summed(into target: [Int], count: Int) -> [Double] {
    var finer = [[Double]](repeating: [], count: count)
    for (k, value) in logProbabilities.enumerated() { finer[target[k]].append(value) }
    return finer.map(\.logSum)
  }
}
