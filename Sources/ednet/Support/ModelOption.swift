import ArgumentParser
import Pipelines
import SymmetryClassification

/// The option for the model of a command.
struct ModelOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model: a file, the folder of a run, or fast for the quicker one of the models that come with ednet.",
      discussion:
        "The default is the value of the environment variable \(ModelFile.variable), else \(ModelFile.fallback) in the "
        + "current folder, else the model that comes with ednet.",
      valueName: "file"
    ),
    completion: .file(extensions: ["safetensors"])
  ) var model: String?

  /// The model file.
  var file: ModelFile { ModelFile(model) }

  /// Reads the model and reports its path and size on standard error.
  func load(quiet: Bool) throws -> Classifier {
    let (file, classifier) = (file, try file.load())
    if !quiet {
      StandardError.note(
        "model: \(file.path), \(classifier.classes.count) classes, trained on "
          + "\(classifier.training.trainingPatterns) patterns"
      )
    }
    return classifier
  }
}

/// The option for the number of threads of a command.
struct ThreadsOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The number of threads; by default one per processor. Results do not depend on it.",
      valueName: "n"
    )
  ) var threads: Int?

  func validate() throws {
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads must be 1 to 256, not \(threads).")
    }
  }
}
