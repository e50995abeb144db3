import Foundation

/// The stream for messages to a person, apart from results.
enum StandardError {
  /// True if the stream is a terminal whose lines can be overwritten.
  static var isTerminal: Bool {
    isatty(FileHandle.standardError.fileDescriptor) != 0 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Writes text as it is.
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  /// Writes a note.
  static func note(_ text: String) { write(text + "\n") }

  /// Writes a warning.
  static func warning(_ text: String) { write("warning: \(text)\n") }
}
