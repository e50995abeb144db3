import Foundation

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
