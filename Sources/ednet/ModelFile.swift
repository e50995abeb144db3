import Foundation
import SymmetryClassification

/// A model as a command line names it: a file, the folder of a run, or nothing for the usual place.
struct ModelFile {
  /// Where `ednet train` leaves a model unless told otherwise.
  static let fallback = "run/model.safetensors"

  /// The path of the file.
  let path: String

  init(_ name: String?) {
    let name = name ?? Self.fallback
    path = name.isFolder ? name + (name.hasSuffix("/") ? "" : "/") + "model.safetensors" : name
  }

  /// Reads the model, and says on standard error which it is.
  func load(quiet: Bool = false) throws -> Classifier {
    guard !path.isEmpty else { throw CommandFailure("the name of the model is empty") }
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        "there is no model at \(path); train one with \"ednet train patterns/\", "
          + "or name one with --model"
      )
    }
    let classifier = try Classifier(contentsOf: path)
    if !quiet {
      StandardError.note(
        "model: \(path), \(classifier.classes.count) classes, trained on "
          + "\(classifier.training.trainingPatterns) patterns"
      )
    }
    return classifier
  }
}
