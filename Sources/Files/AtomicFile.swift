import Foundation

/// A file that is replaced whole or not at all.
public struct AtomicFile: Sendable {
  private let path: String

  /// Names the file; nothing is opened.
  public init(_ path: String) { self.path = path }

  /// Writes a temporary file in the same folder, flushes it, and renames it to the file.
  ///
  /// A failure removes the temporary file and leaves the old file as it was. If the path is a symbolic link, its target
  /// is replaced.
  ///
  /// - Parameters:
  ///   - bytes: the content of the file.
  ///   - isFlushed: true to wait until the bytes are on the disk, so that they survive a power loss.
  /// - Throws: `FileError` if the path is a pipe or device, or the file cannot be written.
  public func write(_ bytes: [UInt8], isFlushed: Bool = true) throws(FileError) {
    guard !path.utf8.contains(0) else { throw failure("create the file", .nulInPath) }
    let target = try target()
    let folder = Self.folder(of: target)
    let (temporary, descriptor) = try createTemporary(in: folder)
    var isOpen = true
    do throws(FileError) {
      try write(bytes, to: descriptor)
      if isFlushed { guard fsync(descriptor) == 0 else { throw failure("flush the file") } }
      // Some file systems report a failed write no earlier than here.
      isOpen = false
      guard close(descriptor) == 0 else { throw failure("close the file") }
      guard unsafe rename(temporary, target) == 0 else { throw failure("rename \(temporary) to the file") }
    } catch {
      if isOpen { close(descriptor) }
      unsafe unlink(temporary)
      throw error
    }
    if isFlushed { flush(folder) }
  }

  /// The failure that `errno` describes.
  private func failure(_ action: String) -> FileError { failure(action, .system(code: errno)) }

  private func failure(_ action: String, _ cause: FileError.Cause) -> FileError {
    FileError(file: path, action: action, cause: cause)
  }

  /// The path with links resolved; a pipe or device must not be replaced by a file.
  private func target() throws(FileError) -> String {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return path }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR else { throw failure("replace the file", .notARegularFile) }
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "./" }
    return String(path[...slash])
  }

  private func createTemporary(in folder: String) throws(FileError) -> (path: String, descriptor: Int32) {
    while true {
      // A short name, so that a file of a long name does not exceed the system's limit.
      let suffix = String(UInt64.random(in: 0...UInt64.max), radix: 36)
      let temporary = folder + ".ednet-" + suffix + ".tmp"
      let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (temporary, descriptor) }
      if errno != EEXIST && errno != EINTR { throw failure("create a temporary file in \(folder)") }
    }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let result = unsafe bytes.withUnsafeBytes { buffer in
        unsafe writeBytes(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]))
      }
      if result < 0 {
        if errno == EINTR { continue }
        throw failure("write the file")
      }
      done += result
    }
  }

  /// Makes the renaming survive a power loss, if the file system can.
  private func flush(_ folder: String) {
    let descriptor = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Returns whether an interrupted write left a file of this name, as after a power loss.
  public static func isLeftover(_ name: String) -> Bool { name.hasPrefix(".ednet-") && name.hasSuffix(".tmp") }

  /// Removes the files that interrupted writes left in a folder, at any depth.
  ///
  /// No other process may be writing there.
  public static func removeLeftovers(in folder: String) {
    let manager = FileManager.default
    // Read to its end before anything is removed.
    let names = (manager.enumerator(atPath: folder)?.allObjects ?? []).compactMap { $0 as? String }
    for name in names where isLeftover((name as NSString).lastPathComponent) {
      try? manager.removeItem(atPath: folder + "/" + name)
    }
  }
}

/// Calls `write` of the system, whose name the methods of `AtomicFile` hide.
private func writeBytes(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, buffer.baseAddress, buffer.count)
}
