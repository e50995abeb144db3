#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A regular file that is open for reading from its first byte to its last.
struct InputFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  /// The size of the file when it was opened.
  let byteCount: Int

  /// Opens a file of limited size.
  init(path: String, maximumByteCount: Int) throws(SafeTensorsError) {
    guard !path.utf8.contains(0) else {
      throw SafeTensorsError(
        file: path.debugDescription,
        reason: .system(action: "open the file", message: "its path has a NUL character")
      )
    }
    // A pipe without a writer would otherwise block the opening for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("open the file", file: path) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let error = SafeTensorsError.system("read the size of the file", file: path)
      close(descriptor)
      throw error
    }
    let reason: SafeTensorsError.Reason? =
      if status.st_mode & S_IFMT != S_IFREG {
        .notARegularFile
      } else if status.st_size > maximumByteCount {
        .fileTooLarge(byteCount: Int(status.st_size))
      } else {
        nil
      }
    if let reason {
      close(descriptor)
      throw SafeTensorsError(file: path, reason: reason)
    }
    self.path = path
    self.descriptor = descriptor
    byteCount = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads the next `count` bytes, all of which must be there.
  func read(count: Int) throws(SafeTensorsError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe readBytes(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
      if result < 0 {
        if errno == EINTR { continue }
        throw .system("read the file", file: path)
      }
      guard result > 0 else {
        throw SafeTensorsError(
          file: path,
          reason: .system(action: "read the file", message: "it became shorter meanwhile")
        )
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

extension SafeTensorsError {
  /// Returns the error for the failure that `errno` tells of.
  static func system(_ action: String, file: String) -> SafeTensorsError {
    let message = unsafe String(cString: strerror(errno))
    return SafeTensorsError(file: file, reason: .system(action: action, message: message))
  }
}
