import ArgumentParser
import Files
import Foundation
import Pipelines

/// `train --config FILE`: a file of options in place of a command line.
enum ConfigurationFile {
  private static let option = "--config"
  /// The option that has no name on the command line.
  private static let argument = TrainingConfiguration.CodingKeys.patterns.rawValue

  /// The command line of `train` with the options of a file put in.
  ///
  /// - Parameter arguments: all arguments; those of other commands are returned unchanged.
  /// - Returns: arguments without `--config`, in which options of the command line override those of the file.
  /// - Throws: `PipelineError` if the file cannot be read or names an unknown option.
  static func merged(_ arguments: [String]) throws -> [String] {
    guard arguments.first == "train" else { return arguments }
    var own = Array(arguments.dropFirst())
    guard let path = try takeFile(from: &own) else { return arguments }
    let values: [String: OptionValue] = try JSONFile.read(path)
    let known = Set(TrainingConfiguration.CodingKeys.allCases.map(\.rawValue))
    var (single, lists): ([String], [String]) = ([], [])
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where name != argument {
      guard known.contains(name) else {
        throw CommandFailure(
          "\(path): there is no option \"\(name)\"; see 'ednet help train'\(known.sorted().suggestion(for: name))"
        )
      }
      if case .list = value {
        // The values of a list would be added to those of the command line.
        let isGiven = own.contains { $0 == "--" + name || $0.hasPrefix("--\(name)=") }
        if !isGiven { lists += words(value, for: name) }
      } else {
        single += words(value, for: name)
      }
    }
    // The last one of a repeated option counts, and a list extends to the end of the line.
    let line = single + own + lists
    let patterns = values[argument].map { ["\($0)"] } ?? []
    return ["train"] + (lacksPatterns(line) ? patterns : []) + line
  }

  /// The words of a command line that set an option.
  private static func words(_ value: OptionValue, for name: String) -> [String] {
    switch value {
    case .flag(let isGiven): [isGiven ? "--\(name)" : "--no-\(name)"]
    case .list(let values): values.isEmpty ? [] : ["--\(name)"] + values.map(\.description)
    case .none: []
    default: ["--\(name)=\(value)"]
    }
  }

  private static func lacksPatterns(_ line: [String]) -> Bool {
    do {
      _ = try Train.parse(line)
      return false
    } catch { return Train.message(for: error).contains("<\(argument)>") }
  }

  /// Takes `--config FILE` or `--config=FILE` out of arguments.
  private static func takeFile(from arguments: inout [String]) throws -> String? {
    let indices = arguments.indices.filter { arguments[$0] == option || arguments[$0].hasPrefix(option + "=") }
    guard let index = indices.first else { return nil }
    guard indices.count == 1 else { throw ValidationError("--config is given twice; one file has all options.") }
    let word = arguments.remove(at: index)
    if word != option { return String(word.dropFirst(option.count + 1)) }
    guard index < arguments.count else { throw ValidationError("--config needs the name of a JSON file of options.") }
    return arguments.remove(at: index)
  }
}
