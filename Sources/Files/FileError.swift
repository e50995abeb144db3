import Foundation

/// The error of reading or writing a file: the file, the action, and the cause.
public struct FileError: Error, Equatable, CustomStringConvertible, Sendable {
  /// The cause of the failure.
  public enum Cause: Equatable, Sendable {
    /// The operating system refused, with this number of `errno`.
    case system(code: Int32)
    /// The path has a NUL character, at which the system would cut it short.
    case nulInPath
    /// The name is not UTF-8, so that no string can hold it.
    case nameNotUTF8
    /// The path leads to a folder.
    case folder
    /// The path leads to a pipe, a socket or a device.
    case notARegularFile
    /// The file exceeds the reader's limit.
    case tooLarge(byteCount: Int, limit: Int)
    /// The file became shorter while it was read.
    case shortened
    /// Another cause, in a few words.
    case other(String)
  }

  /// The file's path, as the caller gave it; a literal if it has a NUL character.
  public let file: String
  /// The action that failed, as in `open the file`.
  public let action: String
  /// The cause of the failure.
  public let cause: Cause

  /// Creates the error of a file.
  public init(file: String, action: String, cause: Cause) {
    self.file = file.utf8.contains(0) ? file.debugDescription : file
    self.action = action
    self.cause = cause
  }

  /// The cause in a few words; the system's own message if it refused.
  public var reason: String {
    switch cause {
    case .system(let code): Self.systemMessage(code)
    case .nulInPath: "its path has a NUL character"
    case .nameNotUTF8: "its name is not UTF-8; rename it"
    case .folder: "it is a folder"
    case .notARegularFile: "not a regular file"
    case .tooLarge(_, let limit) where limit >= 1 << 20: "larger than \(limit >> 20) MiB"
    case .tooLarge(_, let limit): "larger than \(limit) bytes"
    case .shortened: "it became shorter meanwhile"
    case .other(let text): text
    }
  }

  /// One sentence, as in `a/1.png: could not open the file: permission denied`.
  public var description: String { "\(file): could not \(action): \(reason)" }

  private static func systemMessage(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    let message = unsafe String(cString: text)
    // In lower case within the sentence, except for an abbreviation as in "RPC timed out".
    guard message.dropFirst().first?.isLowercase == true else { return message }
    return message.prefix(1).lowercased() + message.dropFirst()
  }
}
