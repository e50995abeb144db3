import ArgumentParser

/// The lecture's regression of band gaps, its advice, and the universal approximation theorem.
@main
struct BandGaps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "band-gaps",
    abstract: "Repeat the lecture's regression of band gaps and measure its advice.",
    subcommands: [Check.self]
  )
}
