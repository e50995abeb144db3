#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A regular file that is open for reading from its first byte to its last.
public struct InputFile: ~Copyable, Sendable {
  private let path: String
  private let descriptor: Int32
  /// The size of the file in bytes when it was opened.
  public let byteCount: Int

  /// Opens a file of at most `limit` bytes; symbolic links are followed.
  ///
  /// - Throws: `FileError` if the file is missing, no regular file, too large or unreadable.
  public init(_ path: String, limit: Int) throws(FileError) {
    let action = "open the file"
    // The system would cut the path short there and open another file.
    guard !path.utf8.contains(0) else { throw FileError(file: path, action: action, cause: .nulInPath) }
    // Otherwise opening a pipe without a writer would block for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(file: path, action: action, cause: .system(code: errno)) }
    var status = stat()
    let cause: FileError.Cause? =
      if unsafe fstat(descriptor, &status) != 0 { .system(code: errno) } else if status.st_mode & S_IFMT == S_IFDIR {
        .folder
      } else if status.st_mode & S_IFMT != S_IFREG { .notARegularFile } else if status.st_size > limit {
        .tooLarge(byteCount: Int(status.st_size), limit: limit)
      } else { nil }
    if let cause {
      close(descriptor)
      throw FileError(file: path, action: action, cause: cause)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads the next `count` bytes; the file must have them.
  ///
  /// - Throws: `FileError` if the system refuses or the file ends early.
  public func read(count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe readBytes(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
      if result < 0 && errno == EINTR { continue }
      guard result > 0 else {
        let cause = result < 0 ? FileError.Cause.system(code: errno) : .shortened
        throw FileError(file: path, action: "read the file", cause: cause)
      }
      done += result
    }
    return bytes
  }

  /// Reads `count` bytes at an offset, which the file must have; may be called on several threads at once.
  ///
  /// - Throws: `FileError` if the system refuses or the file ends early.
  public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(descriptor, buffer.baseAddress.map { unsafe $0 + done }, count - done, off_t(offset + done))
      }
      if result < 0 && errno == EINTR { continue }
      guard result > 0 else {
        let cause = result < 0 ? FileError.Cause.system(code: errno) : .shortened
        throw FileError(file: path, action: "read the file", cause: cause)
      }
      done += result
    }
    return bytes
  }
}

/// Calls `read` of the system, whose name the method of `InputFile` hides.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  unsafe read(descriptor, buffer.baseAddress, buffer.count)
}
