import Foundation

/// The file or folder at a path, with symbolic links followed.
public struct FileStatus: Sendable {
  /// The identity of a file or folder, the same for all paths that lead to it.
  public struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  /// True for a folder.
  public let isFolder: Bool
  /// The identity.
  public let identity: Identity

  /// Looks up a path; nil if nothing is there, or if a link is broken.
  public init?(_ path: String) {
    var status = stat()
    guard !path.utf8.contains(0), unsafe stat(path, &status) == 0 else { return nil }
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      number: UInt64(truncatingIfNeeded: status.st_ino)
    )
  }
}
