import Foundation
import NeuralNetworks

/// The prediction for a labelled pattern.
public struct PatternPrediction: Sendable, Hashable {
  /// The image file, as reports show it.
  public var file: String
  /// The name of the pattern's specimen, unique within its class; nil if unknown.
  public var specimen: String?
  /// The index of the true class in the evaluation's classes.
  public var trueClass: Int
  /// The probability of each class.
  public var probabilities: [Float]
  /// False if the model takes the image for something else than a pattern; nil if it cannot tell.
  public var isPattern: Bool?

  /// Creates the prediction of one pattern.
  public init(file: String, specimen: String?, trueClass: Int, probabilities: [Float], isPattern: Bool? = nil) {
    self.isPattern = isPattern
    self.file = file
    self.specimen = specimen
    self.trueClass = trueClass
    self.probabilities = probabilities
  }

  /// The index of the most probable class, the first of equals.
  public var predictedClass: Int { probabilities.mostProbable }

  /// True if the most probable class is the true one.
  public var isCorrect: Bool { predictedClass == trueClass }
}

/// The prediction for a specimen, all of its patterns fused by ``Fusion``.
public struct SpecimenPrediction: Sendable, Hashable {
  /// The specimen's name, unique within its class.
  public let name: String
  /// The index of the true class in the evaluation's classes.
  public let trueClass: Int
  /// The natural logarithm of the fused probability of each class.
  ///
  /// For many patterns the probabilities underflow, while the logarithms still rank the classes.
  public let logProbabilities: [Double]
  /// The indices of the specimen's patterns in the evaluation's predictions.
  public let patterns: [Int]

  /// The fused probability of each class.
  public var probabilities: [Float] { logProbabilities.map { Float(exp($0)) } }

  /// The index of the most probable class, the first of equals.
  public var predictedClass: Int { logProbabilities.mostProbable }

  /// True if the most probable class is the true one.
  public var isCorrect: Bool { predictedClass == trueClass }

  /// Returns the log-probabilities of coarser classes, whose probabilities are sums over the finer ones.
  ///
  /// - Parameters:
  ///   - target: the coarser class of each class.
  ///   - count: the number of coarser classes.
  /// - Returns: one log-probability per coarser class.
  func summed(into target: [Int], count: Int) -> [Double] {
    var finer = [[Double]](repeating: [], count: count)
    for (k, value) in logProbabilities.enumerated() { finer[target[k]].append(value) }
    return finer.map(\.logSum)
  }
}

extension Classifier {
  /// Classifies patterns of a scan for an evaluation.
  ///
  /// - Parameters:
  ///   - indices: the indices of the patterns in the scan.
  ///   - scan: patterns that were resized by this classifier's preprocessing.
  ///   - classes: the class names that `trueClass` refers to; patterns of any other class are left out.
  ///   - threads: the number of threads; nil for one per processor.
  ///   - processes: the processes that share the work; each has the same scan and gets all predictions.
  /// - Returns: predictions in the order of the indices, with probabilities in the classifier's order.
  /// - Throws: `ClassificationError.nonFiniteOutputs`; in a group of processes `ProcessFailure`.
  public func predictions(
    for indices: [Int],
    of scan: PatternScan<ScannedPattern>,
    classes: [String],
    threads: Int? = nil,
    processes: any ProcessGroup = SingleProcess()
  ) throws -> [PatternPrediction] {
    let numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let predictor = predictor(threads: threads)
    let predictions = try WorkQueue.map(indices, among: processes) { part in
      try predictor.predict(resized: part.map { scan.contents[$0].image }) { scan.entries[part[$0]].name }
    }
    return zip(indices, predictions).compactMap { index, prediction in
      let entry = scan.entries[index]
      guard let trueClass = numbers[entry.className] else { return nil }
      return PatternPrediction(
        file: entry.name,
        specimen: entry.specimen,
        trueClass: trueClass,
        probabilities: prediction.probabilities,
        isPattern: outOfDistributionDetector == nil ? nil : prediction.isPattern
      )
    }
  }
}
