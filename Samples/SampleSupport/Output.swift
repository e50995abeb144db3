import Foundation

/// The standard output, line by line.
public enum Output {
  /// Writes a line at once, so that a log shows the progress of a long run.
  public static func line(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
