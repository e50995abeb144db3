import Foundation

/// An empty folder that is removed with the value.
final class TemporaryFolder {
  let root: String

  init() throws {
    root =
      FileManager.default.temporaryDirectory.appending(path: "ednet-files-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { root + "/" + name }

  /// Writes an empty file, and the folders above it.
  func write(_ name: String) throws {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
  }

  /// Writes an empty file whose name is in Latin-1, as an archive of another system may leave it.
  func writeInLatin1(_ name: String) throws {
    let path = (Array(path(name).unicodeScalars.map { UInt8(clamping: $0.value) }) + [0]).map { CChar(bitPattern: $0) }
    let descriptor = open(path, O_WRONLY | O_CREAT, 0o644)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    close(descriptor)
  }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).sorted()
  }
}
