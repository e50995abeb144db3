/// Why a PNG file could not be read or written: the file and the reason, as one line of text.
public struct PNGError: Error, CustomStringConvertible, Sendable, Equatable {
  /// What went wrong, as far as a program may want to tell cases apart.
  public enum Reason: Sendable, Equatable {
    /// The system refused to read or write the file; the text is the system's or ours.
    case unreadable(String)
    /// There is no such file.
    case noSuchFile
    /// The path leads to a folder.
    case isFolder
    /// The file has no bytes.
    case empty
    /// The file does not begin with the PNG signature; the text says what it may be.
    case notPNG(String)
    /// The file ends too early; the text says where.
    case truncated(String)
    /// The file breaks the PNG standard; the text says how.
    case damaged(String)
    /// The image is larger than ednet reads; the text gives the size and the limit.
    case tooLarge(String)
    /// The file could not be written; the text says why.
    case unwritable(String)
  }

  /// The file, as it was named by the caller.
  public let file: String
  /// What went wrong.
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
    case .notPNG(let what): "\(file): is not a PNG file (\(what))"
    case .truncated(let place): "\(file): truncated \(place)"
    case .damaged(let how): "\(file): damaged: \(how)"
    case .tooLarge(let size): "\(file): too large: \(size)"
    case .unwritable(let why): "\(file): cannot be written: \(why)"
    }
  }
}
