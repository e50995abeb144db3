import Foundation

extension PNG {
  /// The largest file that is read, in bytes.
  static let largestFileSize = 1 << 30

  /// Reads a PNG file.
  ///
  /// - Throws: `PNGError` where the file is missing, a folder, unreadable, or as `decode(_:name:)`.
  public static func read(_ path: String) throws(PNGError) -> DecodedPNG {
    try decode(contents(of: path, upTo: largestFileSize), name: path)
  }

  /// Reads the first 33 bytes of a PNG file: size, bit depth and colour type, and nothing of the image.
  ///
  /// - Throws: `PNGError` where the file is missing, a folder, unreadable, no PNG file or too large.
  public static func header(_ path: String) throws(PNGError) -> PNGHeader {
    try PNGHeader(contents(of: path, upTo: PNGHeader.byteCount), name: path)
  }

  /// Writes an image as a grey PNG file, rounded and clamped as by `encode(_:bitDepth:)`.
  ///
  /// The file appears whole or not at all: it is written under a temporary name beside its place and renamed.
  ///
  /// - Throws: `PNGError` where the file cannot be written.
  public static func write(
    _ image: GrayImage,
    to path: String,
    bitDepth: BitDepth = .eight
  ) throws(PNGError) {
    do {
      let bytes = encode(image, bitDepth: bitDepth)
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
      let why =
        if let cause, cause.domain == NSPOSIXErrorDomain {
          systemMessage(Int32(cause.code))
        } else {
          error.localizedDescription
        }
      throw PNGError(file: path, reason: .unwritable(why))
    }
  }

  /// The bytes of a file: all of them, where `limit` is the largest file, or as many as the header needs.
  ///
  /// The system's calls are used rather than `Data(contentsOf:)`, because a pipe or device may never end.
  private static func contents(of path: String, upTo limit: Int) throws(PNGError) -> [UInt8] {
    func failure(_ number: Int32) -> PNGError {
      switch number {
      case ENOENT: PNGError(file: path, reason: .noSuchFile)
      case EISDIR: PNGError(file: path, reason: .isFolder)
      default: PNGError(file: path, reason: .unreadable(systemMessage(number)))
      }
    }
    // A zero byte would cut the path short and read another file.
    guard !path.utf8.contains(0) else { throw failure(ENOENT) }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }

    var status = stat()
    let known = unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    var bytes = [UInt8](repeating: 0, count: min(max(known, 1 << 12), limit) + 1)
    var count = 0
    while true {
      if count == bytes.count {
        guard limit == largestFileSize else { break }
        guard count <= limit else {
          throw PNGError(file: path, reason: .tooLarge("more than \(limit) bytes"))
        }
        bytes.append(contentsOf: repeatElement(0, count: min(count, limit + 1 - count)))
      }
      let start = count
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe systemRead(descriptor, buffer, from: start)
      }
      if got < 0 {
        if errno == EINTR { continue }
        throw failure(errno)
      }
      if got == 0 { break }
      count += got
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  private static func systemRead(
    _ descriptor: Int32,
    _ buffer: UnsafeMutableRawBufferPointer,
    from start: Int
  ) -> Int {
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start...])
    #if canImport(Darwin)
      return unsafe Darwin.read(descriptor, free.baseAddress, free.count)
    #else
      return unsafe Glibc.read(descriptor, free.baseAddress, free.count)
    #endif
  }

  private static func systemMessage(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text).lowercased()
  }
}
