import ArgumentParser

/// The choice of a model, the same for every command that needs one.
struct ModelOption: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model: a file, or the folder of a run.",
      discussion:
        "Without it, what the environment variable \(ModelFile.variable) names, else \(ModelFile.fallback) in the "
        + "current folder, else the model that comes with ednet.",
      valueName: "file"
    ),
    completion: .file(extensions: ["safetensors"])
  )
  var model: String?

  /// The model file that was chosen.
  var file: ModelFile { ModelFile(model) }
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
