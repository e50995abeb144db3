import ArgumentParser
import Foundation

/// The program that gives the trainer in Training/ its tables and the values that its tests compare with.
///
/// It prints JSON, so that no constant of ednet stands a second time in Python.
@main struct TrainingReference: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "training-reference",
    abstract: "Print ednet's tables and reference values for the trainer in Training/ as JSON.",
    subcommands: [
      TablesCommand.self, StructuresCommand.self, BandPatternsCommand.self, NetworkOutputsCommand.self,
      ScanCommand.self, ReadCommand.self,
    ]
  )

  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try FileHandle.standardOutput.write(contentsOf: encoder.encode(value) + Data("\n".utf8))
  }
}
