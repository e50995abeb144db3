/// Why a file is no model, or not one that this version can read.
public struct ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as it was named to the reader.
  public var file: String
  /// What is wrong, and what would be right.
  public var reason: String

  /// Creates an error about a file.
  public init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// The whole sentence.
  public var description: String { "\(file): \(reason)" }
}
