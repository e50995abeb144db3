import ArgumentParser
import Imaging
import SymmetryClassification

/// The command.
@main struct Ednet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ednet",
    abstract: "Tells crystal symmetry from electron diffraction patterns.",
    discussion: """
      A convolutional network learns from folders of PNG patterns, one folder a class, and then \
      tells the class of a new pattern, with a probability for each.

        ednet train patterns/ --output run
        ednet classify image.png --model run/model.safetensors
        ednet evaluate patterns/ --model run/model.safetensors

      'ednet help <subcommand>' explains each of them. The exit status is 0 where all went well, \
      64 where the command line makes no sense, and 1 for everything else.
      """,
    version: Version.current,
    subcommands: [
      Train.self, Classify.self, Evaluate.self, Explain.self, Simulate.self, TrainSimulated.self,
      Inspect.self, Runs.self,
    ]
  )

  static func main() {
    ReusedMemory.keep()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try checkHelp(arguments)
      var command = try parseAsRoot(TrainConfiguration.merged(arguments))
      try command.run()
    } catch {
      // What a user meets is one sentence; help, version and usage errors stay the parser's.
      switch exitCode(for: error) {
      case .failure where !(error is ExitCode):
        StandardError.write("error: \(error)\n")
        exit(withError: ExitCode.failure)
      case .validationFailure:
        let message = fullMessage(for: error)
        let known = "Error: "
        StandardError.write(
          (message.hasPrefix(known) ? "error: " + message.dropFirst(known.count) : message) + "\n"
        )
        exit(withError: ExitCode.validationFailure)
      default:
        exit(withError: error)
      }
    }
  }

  /// The parser explains the whole command where it is asked about one that there is not.
  private static func checkHelp(_ arguments: [String]) throws {
    guard arguments.first == "help", arguments.count > 1, !arguments[1].hasPrefix("-") else {
      return
    }
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    guard names.contains(arguments[1]) else {
      throw ValidationError(
        "There is no command \"\(arguments[1])\", only \(names.joined(separator: ", "))."
      )
    }
  }
}
