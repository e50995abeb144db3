import ArgumentParser
import BLASKernels

/// The command `spoken-digits`.
@main struct SpokenDigits: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spoken-digits",
    abstract: "Recurrent networks that hear digits and know speakers.",
    subcommands: [Check.self, Digits.self, Speakers.self, Vowels.self, Speed.self]
  )

  static func main() {
    KernelChoice.make()
    main(nil)
  }
}
