import Foundation

/// The stream for results.
enum StandardOutput {
  /// Writes text as it is; a reader that has gone away (as `head` does) ends the command without a
  /// word.
  static func write(_ text: String) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      exit(1)
    }
  }
}
