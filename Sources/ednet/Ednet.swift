import ArgumentParser
import BLASKernels
import Imaging
import Scans
import SymmetryClassification

/// The command.
@main struct Ednet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ednet",
    abstract: "Determines crystal symmetry from electron diffraction patterns.",
    discussion: """
      Trains a convolutional network on folders of patterns, one folder per class, and classifies \
      new patterns, with a probability for each class.

        ednet train patterns/ --output run
        ednet classify image.png --model run/model.safetensors
        ednet evaluate patterns/ --model run/model.safetensors

      'ednet help <subcommand>' explains each of them; 'ednet --version --verbose' names the processor and the \
      kernels of matrix products. The exit status is 0 for success, 64 for an invalid command line, and 1 for any \
      other error.
      """,
    version: Version.current,
    subcommands: [
      Train.self, Classify.self, Phases.self, Evaluate.self, Explain.self, Simulate.self, TrainSimulated.self,
      Calibrate.self, Export.self, Inspect.self, Runs.self,
    ]
  )

  static func main() {
    KernelChoice.make()
    ReusedMemory.keep()
    ScanFormats.register()
    do {
      let arguments = try CommandWords.given()
      if arguments.count == 2, Set(arguments) == ["--version", "--verbose"] {
        StandardOutput.write(([Version.current] + KernelReport.current.lines).joined(separator: "\n") + "\n")
        return
      }
      try checkHelp(arguments)
      try RenamedWords.check(arguments)
      var command = try parseAsRoot(ConfigurationFile.merged(arguments))
      try command.run()
    } catch {
      // An error is one sentence; help, version and usage errors stay those of the parser.
      switch exitCode(for: error) {
      case .failure where !(error is ExitCode):
        StandardError.write("error: \(error)\n")
        exit(withError: ExitCode.failure)
      case .validationFailure:
        let message = fullMessage(for: error)
        let known = "Error: "
        StandardError.write((message.hasPrefix(known) ? "error: " + message.dropFirst(known.count) : message) + "\n")
        exit(withError: ExitCode.validationFailure)
      default: exit(withError: error)
      }
    }
  }

  /// Throws for help on an unknown command, for which the parser would print the general help.
  private static func checkHelp(_ arguments: [String]) throws {
    guard arguments.first == "help", arguments.count > 1, !arguments[1].hasPrefix("-") else { return }
    let names = configuration.subcommands.map { $0._commandName } + ["help"]
    guard names.contains(arguments[1]) else {
      throw ValidationError("There is no command \"\(arguments[1])\", only \(names.joined(separator: ", ")).")
    }
  }
}
