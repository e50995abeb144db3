import Files
import Foundation

/// The options of a pipeline, as a run keeps them in `config.json`.
public protocol RunConfiguration: Codable, Sendable, Equatable {
  /// The keys of the file, which are the options without their dashes.
  associatedtype CodingKeys: RawRepresentable<String>, CaseIterable

  /// The options that may change when a run is resumed.
  static var resumable: Set<String> { get }

  /// The data that an option names, by option: it may change when a run is resumed if they stay.
  static var content: [String: String] { get }

  /// The defaults.
  init()
}

extension RunConfiguration {
  /// None.
  public static var content: [String: String] { [:] }

  /// All options as JSON with sorted keys; unset ones are left out.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("an option is not a finite number") }
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  /// All options that are set.
  var values: [String: OptionValue] {
    (try? JSONDecoder().decode([String: OptionValue].self, from: Data(json.utf8))) ?? [:]
  }

  /// Reads a file of options, in which comments may stand.
  ///
  /// - Throws: `PipelineError` if the file cannot be read or names an unknown option.
  public init(contentsOf path: String) throws {
    var all = Self().values
    let read: [String: OptionValue] = try JSONFile.read(path)
    let known = Set(Self.CodingKeys.allCases.map(\.rawValue))
    for (name, value) in read {
      guard known.contains(name) else {
        throw PipelineError("\(path): there is no option \"\(name)\"\(known.sorted().suggestion(for: name))")
      }
      all[name] = value == .none ? nil : value
    }
    do { self = try JSONDecoder().decode(Self.self, from: JSONEncoder().encode(all)) } catch let error as DecodingError
    { throw PipelineError("\(path): \(error.sentence)") }
  }
}

/// The value of an option in a file.
public enum OptionValue: Codable, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of values.
  case flag(Bool), whole(Int), number(Double), text(String), list([OptionValue]), none

  /// Reads a value.
  public init(from decoder: any Decoder) throws {
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
    } else if let list = try? container.decode([OptionValue].self) {
      self = .list(list)
    } else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "an option is true, false, null, a number, a text or a list of them"
      )
    }
  }

  /// Writes the value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let value): try container.encode(value)
    case .whole(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .none: try container.encodeNil()
    }
  }

  /// The value as a short text.
  public var description: String {
    switch self {
    case .flag(let isGiven): isGiven ? "yes" : "no"
    case .none: ""
    case .whole(let number): "\(number)"
    case .number(let number): "\(number)"
    case .text(let text): text
    case .list(let values): values.map(\.description).joined(separator: " ")
    }
  }
}
