import Foundation

/// The last line of output, for peers/compare_simulation.py.
enum Report {
  /// Prints a value as one line of JSON.
  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
