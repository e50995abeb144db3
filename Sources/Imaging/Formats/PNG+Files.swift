import Files
import Foundation

extension PNG {
  /// The largest file that is read, in bytes.
  static let largestFileSize = 1 << 30

  /// Reads a PNG file.
  ///
  /// - Throws: `ImageFileError` where the file is missing, no regular file, unreadable, or as `decode(_:name:)`.
  public static func read(_ path: String) throws(ImageFileError) -> DecodedImage {
    try decode(bytes(of: path), name: path)
  }

  /// Reads the first 33 bytes of a PNG file: size, bit depth and colour type, and nothing of the image.
  ///
  /// - Throws: `ImageFileError` where the file is missing, no regular file, unreadable, no PNG file or too large.
  public static func header(_ path: String) throws(ImageFileError) -> PNGHeader {
    try PNGHeader(bytes(of: path, atMost: PNGHeader.byteCount), name: path)
  }

  /// Writes an image as a grey PNG file, rounded and clamped as by `encode(_:bitDepth:)`.
  ///
  /// The file appears whole or not at all: it is written under a temporary name beside its place and renamed.
  ///
  /// - Throws: `ImageFileError` where the file cannot be written.
  public static func write(
    _ image: GrayImage,
    to path: String,
    bitDepth: BitDepth = .eight
  ) throws(ImageFileError) {
    // Not flushed: that would take longer than all else where thousands of images are written.
    do { try AtomicFile(path).write(encode(image, bitDepth: bitDepth), isFlushed: false) } catch {
      throw ImageFileError(file: path, reason: .unwritable(error.reason))
    }
  }

  /// The bytes of a file, or the first of them.
  static func bytes(
    of path: String,
    atMost count: Int = .max
  ) throws(ImageFileError) -> [UInt8] {
    do {
      let file = try InputFile(path, limit: largestFileSize)
      return try file.read(count: min(count, file.byteCount))
    } catch {
      let reason: ImageFileError.Reason =
        switch error.cause {
        case .system(code: ENOENT), .nulInPath: .noSuchFile
        case .folder: .isFolder
        case .tooLarge(_, let limit): .tooLarge("more than \(limit) bytes")
        case .system, .notARegularFile, .shortened, .other: .unreadable(error.reason)
        }
      throw ImageFileError(file: path, reason: reason)
    }
  }
}
