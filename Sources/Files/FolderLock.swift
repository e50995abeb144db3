import Foundation

/// The lock of a folder that one process at a time may write to.
///
/// It is that of flock(2) on a hidden file in the folder. The system releases it when the process ends, however that
/// ends; `deinit` also removes the file. On a file system without locks nothing is locked.
public final class FolderLock: Sendable {
  /// The name of the file.
  public static let fileName = ".ednet-lock"

  private let path: String
  private let descriptor: Int32

  /// Locks a folder; nil if someone else holds its lock.
  ///
  /// - Parameter folder: the path of the folder, which exists.
  /// - Throws: `FileError` if the file of the lock cannot be created.
  public init?(_ folder: String) throws(FileError) {
    path = folder + "/" + Self.fileName
    while true {
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        if errno == EINTR { continue }
        throw FileError(file: path, action: "create the file", cause: .system(code: errno))
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
        close(descriptor)
        return nil
      }
      // The former holder may have removed the file between the opening and the locking.
      if Self.isSame(descriptor, path) {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    // Before the lock is released: later the file may be that of the next holder.
    unsafe unlink(path)
    close(descriptor)
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (own, named) = (stat(), stat())
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &named) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }
}
