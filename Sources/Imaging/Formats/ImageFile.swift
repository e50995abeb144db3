import Files
import Foundation

/// A file that may hold images: on disk or in memory.
public struct ImageFile: Sendable {
  /// The largest file that is read, in bytes.
  static let largestSize = 1 << 30

  /// The name of the file in errors; its path if it is on disk.
  public let name: String
  private let content: [UInt8]?

  /// Names a file on disk.
  public init(path: String) { (name, content) = (path, nil) }

  /// Takes the content of a file.
  public init(_ content: [UInt8], name: String) { (self.name, self.content) = (name, content) }

  /// All bytes of the file.
  public func bytes() throws(ImageFileError) -> [UInt8] { try start(.max) }

  /// The first bytes of the file, `count` of them or all.
  public func start(_ count: Int) throws(ImageFileError) -> [UInt8] {
    if let content { return count >= content.count ? content : Array(content.prefix(count)) }
    do {
      let file = try InputFile(name, limit: Self.largestSize)
      return try file.read(count: min(count, file.byteCount))
    } catch {
      let reason: ImageFileError.Reason =
        switch error.cause {
        case .system(code: ENOENT), .nulInPath: .noSuchFile
        case .folder: .isFolder
        case .tooLarge(_, let limit): .tooLarge("more than \(limit) bytes")
        case .system, .nameNotUTF8, .notARegularFile, .shortened, .other: .unreadable(error.reason)
        }
      throw ImageFileError(file: name, reason: reason)
    }
  }
}
