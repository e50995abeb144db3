import ArgumentParser
import Foundation
import SymmetryClassification

/// The options of `train` as a JSON file: `--config` reads it in place of a command line, and each run keeps its own.
///
/// The names are those of the command line without dashes in front.
enum TrainConfiguration {
  /// The name of the file in a run's folder.
  static let fileName = "config.json"

  /// What an option can be.
  enum Value: Decodable {
    case flag(Bool)
    case whole(Int)
    case number(Double)
    case text(String)
    case list([Value])
    /// Not given.
    case none

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let whole = try? container.decode(Int.self) {
        self = .whole(whole)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else {
        throw DecodingError.dataCorruptedError(
          in: container,
          debugDescription: "an option is true, false, null, a number, a text or a list of them"
        )
      }
    }

    /// The value as a short text.
    var text: String {
      switch self {
      case .flag(let isGiven): isGiven ? "yes" : "no"
      case .none: ""
      case .whole(let number): "\(number)"
      case .number(let number): "\(number)"
      case .text(let text): text
      case .list(let values): values.map(\.text).joined(separator: " ")
      }
    }

    /// The words of a command line that give an option this value; none where it is left out.
    fileprivate func words(for name: String) -> [String] {
      switch self {
      case .flag(let isGiven): [isGiven ? "--\(name)" : "--no-\(name)"]
      case .list(let values): values.isEmpty ? [] : ["--\(name)"] + values.map(\.text)
      case .none: []
      default: ["--\(name)=\(text)"]
      }
    }

    fileprivate var isList: Bool { if case .list = self { true } else { false } }
  }

  /// The command line of `train` with what a file of `--config` says put in.
  ///
  /// - Parameter arguments: all arguments of the command; others than those of `train` stay as they are.
  /// - Returns: arguments without `--config`; what they say themselves goes before what the file says.
  /// - Throws: `CommandFailure` where the file cannot be read, or names what is no option.
  static func merged(_ arguments: [String]) throws -> [String] {
    guard arguments.first == "train" else { return arguments }
    var own = Array(arguments.dropFirst())
    guard let path = try takeFile(from: &own) else { return arguments }
    guard FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("\(path): there is no such file of options")
    }
    let values: [String: Value] = try JSONFile.read(path, orOneOf: ["config.json of a run"])
    var (single, lists): ([String], [String]) = ([], [])
    for (name, value) in values.sorted(by: { $0.key < $1.key }) where name != argument {
      guard names.contains(name) else {
        throw CommandFailure(
          "\(path): \"\(name)\" is no option of train; 'ednet help train' has them"
        )
      }
      if !value.isList {
        single += value.words(for: name)
      } else if !own.contains(where: { $0 == "--" + name || $0.hasPrefix("--\(name)=") }) {
        // Values of a list would be added to those of the command line.
        lists += value.words(for: name)
      }
    }
    // Of an option that is given twice the last counts, and a list goes on to the end of the line.
    let line = single + own + lists
    let patterns = values[argument].map { [$0.text] } ?? []
    return ["train"] + (lacksPatterns(line) ? patterns : []) + line
  }

  /// Whether a command line names no folder of patterns.
  private static func lacksPatterns(_ line: [String]) -> Bool {
    do {
      _ = try Train.parse(line)
      return false
    } catch {
      return Train.message(for: error).contains("<\(argument)>")
    }
  }

  /// Takes `--config FILE` or `--config=FILE` out of arguments.
  private static func takeFile(from arguments: inout [String]) throws -> String? {
    let option = "--config"
    let places = arguments.indices.filter {
      arguments[$0] == option || arguments[$0].hasPrefix(option + "=")
    }
    guard let place = places.first else { return nil }
    guard places.count == 1 else {
      throw CommandFailure("--config is given twice; one file has all options")
    }
    let word = arguments.remove(at: place)
    if word != option { return String(word.dropFirst(option.count + 1)) }
    guard place < arguments.count else {
      throw CommandFailure("--config names a JSON file of options")
    }
    return arguments.remove(at: place)
  }

  /// What stands on the command line without a name.
  private static let argument = "patterns"
  private static let names = Set(entries.map(\.name))

  /// The options in the order of the file.
  private static let entries: [(name: String, json: @Sendable (Train) -> String)] = [
    (argument, { text($0.patterns) }),
    ("output", { text($0.output) }),
    ("architecture", { text($0.architecture) }),
    ("epochs", { "\($0.training.epochs)" }),
    ("batch-size", { "\($0.training.batchSize)" }),
    ("learning-rate", { "\($0.training.learningRate)" }),
    ("schedule", { text($0.training.schedule.rawValue) }),
    ("optimizer", { text($0.training.optimizer.rawValue) }),
    ("weight-decay", { "\($0.training.weightDecay)" }),
    ("label-smoothing", { "\($0.training.labelSmoothing)" }),
    ("clip-norm", { "\($0.training.clipNorm)" }),
    ("class-weights", { text($0.training.classWeights.rawValue) }),
    ("patience", { "\($0.training.patience)" }),
    ("seed", { "\($0.training.seed)" }),
    ("size", { "\($0.pattern.size)" }),
    ("background", { text($0.pattern.background.rawValue) }),
    ("crop", { "\($0.pattern.crop)" }),
    ("fill-shadows", { "\($0.pattern.fillShadows)" }),
    ("circular-mask", { "\($0.pattern.circularMask)" }),
    ("percentiles", { "\($0.pattern.percentiles)" }),
    ("augment", { text($0.pattern.augment) }),
    ("mirror", { "\($0.pattern.mirror)" }),
    ("ensemble", { "\($0.ensemble)" }),
    ("restarts", { "\($0.restarts)" }),
    ("validation", { "\($0.validation)" }),
    ("test", { "\($0.test)" }),
    ("figures", { "\($0.figures)" }),
    ("tensorboard", { $0.tensorboard.map { text($0) } ?? "null" }),
    ("skip-bad", { "\($0.skipBad)" }),
    ("allow-duplicates", { "\($0.allowDuplicates)" }),
    ("threads", { $0.threadsOption.threads.map { "\($0)" } ?? "null" }),
  ]

  /// All options of a training, as a file that `--config` reads.
  static func json(of train: Train) -> String {
    let lines = entries.map { "  \(text($0.name)): \($0.json(train))" }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private static func text(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    // A text can always be encoded.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
  }
}
