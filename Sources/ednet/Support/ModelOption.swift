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

  /// Reads the model and reports its path and size on standard error, and the precision if `automatic` chose it.
  func load(_ precision: Precision = .float32, quiet: Bool) throws -> Classifier {
    let (file, read) = (file, try file.load())
    let classifier: Classifier
    do { classifier = try read.answering(in: precision) } catch {
      throw CommandFailure("\(file.path): \(error)")
    }
    if !quiet {
      StandardError.note(
        "model: \(file.path), \(classifier.classes.count) classes, trained on "
          + "\(classifier.training.trainingPatterns) patterns"
      )
      if precision == .automatic {
        let reason =
          read.quantization == nil ? "the model has no scales for 8-bit answers" : "it is faster on this processor"
        StandardError.note("precision: \(classifier.precision.rawValue), since \(reason)")
      }
    }
    return classifier
  }
}

extension Precision: ExpressibleByArgument {}

/// The option for the precision of answers.
struct PrecisionOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The numbers that answers are computed in: float32, int8, or automatic for int8 where it is faster.",
      discussion:
        "int8 is about twice as fast on processors with VNNI, and needs the scales that 'ednet train' and 'ednet "
        + "calibrate' store in a model. About one answer in a hundred differs.",
      valueName: "precision"
    )
  ) var precision = Precision.float32
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
