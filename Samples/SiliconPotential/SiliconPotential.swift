import ArgumentParser
import BLASKernels

/// The command `silicon-potential`.
@main struct SiliconPotential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silicon-potential",
    abstract: "A neural network potential for silicon (Behler and Parrinello, 2007).",
    subcommands: [Check.self, Predict.self, Train.self, Dynamics.self, Speed.self]
  )

  static func main() {
    KernelChoice.make()
    main(nil)
  }
}
