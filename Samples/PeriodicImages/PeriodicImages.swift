import ArgumentParser
import BLASKernels

/// The command `periodic-images`.
@main struct PeriodicImages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "periodic-images",
    abstract: "Plane groups of periodic maps: circular padding against zero padding.",
    subcommands: [Check.self]
  )

  static func main() {
    KernelChoice.make()
    main(nil)
  }
}
