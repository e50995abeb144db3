import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import TestSupport

/// Small classifiers of stripes, for tests that need one.
enum SmallClassifier {
  static let classes = ["hP", "cI", "cF"]
  static let preprocessing = Preprocessing(size: 16, background: .none)

  /// A classifier that has learnt nothing, of whose answers only the form counts.
  static func untrained(seed: Int = 3, size: Int = 16) throws -> Classifier {
    Classifier(
      model: Model(try Architecture.plain.network(size: size, classes: 3), seed: seed),
      classes: classes,
      preprocessing: Preprocessing(size: size, background: .none),
      training: TrainingSummary(
        version: Version.current,
        date: "2026-11-22T12:00:00Z",
        trainingPatterns: 12,
        validationPatterns: 3,
        splitBySpecimen: true,
        epoch: 2,
        validationAccuracy: 0.5,
        options: ClassifierOptions()
      )
    )
  }

  /// Stripes in as many directions as there are classes, class by class in turn.
  static func stripes(_ count: Int, classes: Int = 2, from first: Int = 0) -> LabeledPatterns {
    var patterns = LabeledPatterns()
    for index in first..<first + count {
      let direction = StripedPattern.allCases[index % classes]
      patterns.images.append(CompactImage(direction.image(size: 16, number: index)))
      patterns.labels.append(index % classes)
    }
    return patterns
  }
}

extension Classifier {
  /// The probabilities for resized images.
  func probabilities(for images: [CompactImage], threads: Int? = nil) throws -> [[Float]] {
    try predictor(threads: threads).predict(resized: images).map(\.probabilities)
  }
}

/// A folder for one test, removed when it goes.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
