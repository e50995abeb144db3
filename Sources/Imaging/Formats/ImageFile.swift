import Files
import Foundation

/// A file that may hold images: on disk or in memory.
public struct ImageFile: Sendable {
  /// The largest file that is read, in bytes.
  static let largestSize = 1 << 30

  /// The name of the file in errors.
  public let name: String
  /// The path of the file; nil if it is in memory.
  public let path: String?
  private let content: [UInt8]?

  /// Names a file on disk, which errors call by its path unless it has another name.
  public init(path: String, name: String? = nil) {
    (self.name, self.path, content) = (name ?? path, path, nil)
  }

  /// Takes the content of a file.
  public init(_ content: [UInt8], name: String) { (self.name, path, self.content) = (name, nil, content) }

  /// All bytes of the file.
  public func bytes() throws(ImageFileError) -> [UInt8] { try start(.max) }

  /// The first bytes of the file, `count` of them or all.
  public func start(_ count: Int) throws(ImageFileError) -> [UInt8] {
    if let content { return count >= content.count ? content : Array(content.prefix(count)) }
    do {
      // A file that is read in place may have any size.
      let file = try InputFile(path ?? name, limit: count > Self.largestSize ? Self.largestSize : .max)
      return try file.read(count: min(count, file.byteCount))
    } catch { throw self.error(error) }
  }

  /// The error of this file that a refusal of the system is.
  package func error(_ error: FileError) -> ImageFileError {
    let reason: ImageFileError.Reason =
      switch error.cause {
      case .system(code: ENOENT), .nulInPath: .noSuchFile
      case .folder: .isFolder
      case .tooLarge(_, let limit): .tooLarge("more than \(limit) bytes")
      case .system, .nameNotUTF8, .notARegularFile, .shortened, .other: .unreadable(error.reason)
      }
    return ImageFileError(file: name, reason: reason)
  }
}
