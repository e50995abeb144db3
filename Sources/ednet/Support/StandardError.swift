import Foundation

/// The stream for what is said to a person, apart from results.
enum StandardError {
  /// True where the stream is a terminal on which lines can be written over.
  static var isTerminal: Bool {
    isatty(FileHandle.standardError.fileDescriptor) != 0
      && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Writes text as it is.
  static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }

  /// Writes a line that informs.
  static func note(_ text: String) { write(text + "\n") }

  /// Writes a line that warns.
  static func warning(_ text: String) { write("warning: \(text)\n") }
}
