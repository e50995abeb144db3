/// The error of reading or writing an image file: the file and the reason, in one line of text.
public struct ImageFileError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The reasons that a program may want to distinguish.
  public enum Reason: Sendable, Equatable {
    /// The system refused to read or write the file; the text is the system's or ours.
    case unreadable(String)
    /// There is no such file.
    case noSuchFile
    /// The path leads to a folder.
    case isFolder
    /// The file has no bytes.
    case empty
    /// The content has no known image format; the text gives a guess.
    case unknownFormat(String)
    /// The file is recognised as something else; the text names it and the remedy.
    case foreign(String)
    /// The file ends too early; the text names the position.
    case truncated(String)
    /// The file violates its format; the text says how.
    case damaged(String)
    /// The image is larger than ednet reads; the text gives the size and the limit.
    case tooLarge(String)
    /// The file could not be written; the text gives the reason.
    case unwritable(String)
  }

  /// The file, as the caller named it.
  public let file: String
  /// The reason.
  public let reason: Reason

  /// Creates an error about a file.
  public init(file: String, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// The file and the reason, as in `scan/7.png: truncated after row 12 of 60`.
  public var description: String {
    switch reason {
    case .unreadable(let why): "\(file): cannot be read: \(why)"
    case .noSuchFile: "\(file): no such file"
    case .isFolder: "\(file): is a folder"
    case .empty: "\(file): is empty"
    case .unknownFormat(let what): "\(file): is not an image in a known format (\(what))"
    case .foreign(let what): "\(file): is \(what)"
    case .truncated(let place): "\(file): truncated \(place)"
    case .damaged(let how): "\(file): damaged: \(how)"
    case .tooLarge(let size): "\(file): too large: \(size)"
    case .unwritable(let why): "\(file): cannot be written: \(why)"
    }
  }
}
