import ArgumentParser
import Pipelines

/// The option for the static background of a command.
struct StaticBackgroundOption: ParsableArguments {
  @Option(
    name: .customLong("static-background"),
    help: ArgumentHelp(
      "Divide each pattern by an image of the detector's static background first, or by the mean of all patterns.",
      discussion: "The mean needs at least \(StaticBackgroundSource.fewPatterns) patterns of different grains.",
      valueName: "file|mean"
    ),
    completion: .file()
  ) var name: String?

  /// The background; nil for none.
  var source: StaticBackgroundSource? { name.map(StaticBackgroundSource.init) }
}
