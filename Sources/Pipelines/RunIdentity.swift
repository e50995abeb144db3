import Foundation
import NeuralNetworks

/// The options and data that determine the result of a training, as a checkpoint keeps them.
///
/// A run resumes only with the same ones; some may differ with a warning.
struct RunIdentity: Sendable {
  /// The options that are set.
  let options: [String: OptionValue]
  /// The options that may change without any effect on the epochs that are done.
  let resumable: Set<String>
  /// The name of the data that an option names, by option.
  let contentOfOptions: [String: String]
  /// Hashes of the data by name, such as the patterns and their split.
  let content: [String: String]

  private enum Key {
    static let options = "training.options"
    static let content = "training.content"
  }

  init(_ configuration: some RunConfiguration, content: [String: String]) {
    options = configuration.values
    resumable = type(of: configuration).resumable
    contentOfOptions = type(of: configuration).content
    self.content = content
  }

  /// The entries of a checkpoint's metadata.
  var metadata: [String: String] { [Key.options: json(options), Key.content: json(content)] }

  /// The differences to a checkpoint.
  struct Differences {
    /// The options that differ, each with a sentence part, and the data that differ, by name.
    var options: [(name: String, text: String)] = []
    var content: [String] = []

    /// The differences in one clause.
    var text: String { (options.map(\.text) + content.map { "other \($0)" }).joined(separator: ", ") }
    var isEmpty: Bool { options.isEmpty && content.isEmpty }
  }

  /// Compares with a checkpoint.
  ///
  /// - Parameters:
  ///   - metadata: the metadata of the checkpoint.
  ///   - file: the name of the checkpoint in errors.
  /// - Returns: the differences that change a result, and the text of each option that may differ.
  /// - Throws: `PipelineError` if the checkpoint was written by an earlier version of ednet.
  func differences(
    from metadata: [String: String],
    file: String
  ) throws(PipelineError) -> (fixed: Differences, allowed: [String: String]) {
    guard let former: [String: OptionValue] = value(metadata[Key.options]),
      let formerContent: [String: String] = value(metadata[Key.content])
    else {
      throw PipelineError(
        "\(file) was written by an earlier version of ednet and cannot be resumed; start again with --overwrite"
      )
    }
    var fixed = Differences()
    fixed.content = Set(content.keys).union(formerContent.keys).sorted().filter { content[$0] != formerContent[$0] }
    var allowed: [String: String] = [:]
    for name in Set(options.keys).union(former.keys).sorted() where options[name] != former[name] {
      let text = "--\(name) \(word(options[name])) instead of \(word(former[name]))"
      let isSameContent = contentOfOptions[name].map { !fixed.content.contains($0) } ?? false
      if resumable.contains(name) || isSameContent { allowed[name] = text } else { fixed.options.append((name, text)) }
    }
    return (fixed, allowed)
  }

  private func word(_ value: OptionValue?) -> String { value.map { "\($0)" } ?? "(unset)" }

  private func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func value<Value: Decodable>(_ json: String?) -> Value? {
    json.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}

extension RunStore {
  /// Writes a checkpoint.
  func write(_ state: TrainingState, of identity: RunIdentity, to name: String) throws {
    try write(state.safeTensors(metadata: identity.metadata).encoded(), to: name)
  }

  /// Opens a checkpoint; nil if there is none.
  func checkpoint(_ name: String) throws -> SafeTensors? {
    try read(name).map { try SafeTensors(decoding: $0, name: path(of: name)) }
  }
}
