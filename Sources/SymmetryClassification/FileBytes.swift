import Foundation

/// Reads files with the system's own calls, whose errors say what is wrong in a few words.
enum FileBytes {
  /// The largest file that is read, in bytes.
  static let largest = 1 << 30

  /// Why a file could not be read, in the system's words.
  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
    init(code: Int32) {
      guard let text = unsafe strerror(code) else {
        description = "error \(code)"
        return
      }
      description = unsafe String(cString: text).lowercased()
    }
  }

  /// Returns all bytes of a regular file.
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    // Not to block: opening a named pipe would wait for a writer, perhaps for ever.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Failure(code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Failure("not a regular file") }
    let size = Int(status.st_size)
    guard size <= largest else { throw Failure("larger than \(largest >> 20) MiB") }
    var bytes = [UInt8](repeating: 0, count: size)
    var count = 0
    while count < size {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe systemRead(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw Failure(code: errno) }
      guard got > 0 else { break }  // the file has been cut short since
      count += got
    }
    bytes.removeLast(size - count)
    return bytes
  }

  private static func systemRead(
    _ descriptor: Int32,
    _ buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}

/// What lies at a path, symbolic links followed.
struct FileStatus {
  /// One and the same file or folder, by whatever path it was reached.
  struct Identity: Hashable {
    let device: UInt64
    let number: UInt64
  }

  let isFolder: Bool
  let identity: Identity

  /// Looks at a path; nil where nothing is there, or a link leads nowhere.
  init?(_ path: String) {
    var status = stat()
    guard !path.utf8.contains(0), unsafe stat(path, &status) == 0 else { return nil }
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino)
    )
  }
}
