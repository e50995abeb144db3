import ArgumentParser
import Foundation
import SymmetryClassification

/// The choice of a model, the same for every command that needs one.
struct ModelOption: ParsableArguments {
  /// Where `ednet train` leaves a model unless told otherwise.
  static let fallback = "run/model.safetensors"

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model: a file, or the folder of a run.",
      discussion: "Without it, \(fallback) in the current folder.",
      valueName: "file"
    ),
    completion: .file(extensions: ["safetensors"])
  )
  var model: String?

  /// The path of the model file.
  var path: String {
    let path = model ?? Self.fallback
    guard path.isFolder else { return path }
    return path + (path.hasSuffix("/") ? "" : "/") + "model.safetensors"
  }

  /// Reads the model, and says on standard error which it is.
  func load(quiet: Bool = false) throws -> Classifier {
    guard model != nil || FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        "there is no model at \(path); train one with \"ednet train patterns/\", "
          + "or name one with --model"
      )
    }
    guard !path.isEmpty else { throw CommandFailure("the name of the model is empty") }
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

/// The number of threads, the same for every command that works.
struct ThreadsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many threads work; one a processor unless given. Results do not depend on it.",
      valueName: "n"
    )
  )
  var threads: Int?

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be 1 to 256, not \(threads).")
    }
  }
}
