import Foundation

/// Results as the last line of output, for the scripts in peers.
enum Report {
  /// Prints a value as one line of JSON.
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
