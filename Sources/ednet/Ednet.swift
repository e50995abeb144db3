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
      Train.self, Classify.self, Evaluate.self, Explain.self, Simulate.self, Pretrain.self,
      Inspect.self, Runs.self,
    ]
  )

  static func main() {
    ReusedMemory.keep()
    do {
      var command = try parseAsRoot(
        TrainConfiguration.merged(Array(CommandLine.arguments.dropFirst()))
      )
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
}
