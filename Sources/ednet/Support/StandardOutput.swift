import Foundation

/// The stream for results.
enum StandardOutput {
  /// True if the stream is a terminal.
  static var isTerminal: Bool { isatty(FileHandle.standardOutput.fileDescriptor) != 0 }

  /// Writes text unchanged; ends the command if that fails.
  ///
  /// A reader that has gone away (as `head` does) ends it by a signal, without a word.
  static func write(_ text: String) {
    do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
      StandardError.write("error: standard output cannot be written; is the disk full?\n")
      exit(1)
    }
  }
}
