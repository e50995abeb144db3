#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that is replaced whole or not at all.
struct AtomicFile {
  let path: String

  /// Writes `bytes` to a temporary file beside the file, flushes it, and renames it to the file.
  func write(_ bytes: [UInt8]) throws(SafeTensorsError) {
    guard !path.utf8.contains(0) else {
      throw SafeTensorsError(
        file: path.debugDescription,
        reason: .system(action: "create the file", message: "its path has a NUL character")
      )
    }
    let (temporary, descriptor) = try createTemporary()
    var isOpen = true
    do throws(SafeTensorsError) {
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else {
        throw SafeTensorsError.system("flush the file", file: path)
      }
      // Some file systems report a failed write no earlier than here.
      isOpen = false
      guard close(descriptor) == 0 else {
        throw SafeTensorsError.system("close the file", file: path)
      }
      guard unsafe rename(temporary, path) == 0 else {
        throw SafeTensorsError.system("rename \(temporary) to the file", file: path)
      }
    } catch {
      if isOpen { close(descriptor) }
      unsafe unlink(temporary)
      throw error
    }
    flushFolder()
  }

  private var folder: String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "./" }
    return String(path[...slash])
  }

  private func createTemporary() throws(SafeTensorsError) -> (path: String, descriptor: Int32) {
    while true {
      // The name is short whatever that of the file, so that it fits where that fits.
      let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let temporary = folder + ".ednet-" + suffix + ".tmp"
      let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (temporary, descriptor) }
      if errno != EEXIST && errno != EINTR {
        throw .system("create a temporary file in \(folder)", file: path)
      }
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(SafeTensorsError) {
    var done = 0
    while done < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { buffer in
        unsafe writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]))
      }
      if result < 0 {
        if errno == EINTR { continue }
        throw .system("write the file", file: path)
      }
      done += result
    }
  }

  /// Makes the renaming last through a loss of power, where the file system can.
  private func flushFolder() {
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// Calls `write` of the system, whose name the methods of `AtomicFile` hide.
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, buffer.baseAddress, buffer.count)
}
