/// An invalid model file, or one of another version.
public struct ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name of the file.
  public var file: String
  /// The problem and the remedy.
  public var reason: String

  /// Creates an error about a file.
  public init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// One sentence: file and reason.
  public var description: String { "\(file): \(reason)" }
}
