import Files
import Foundation
import Testing

@Suite struct FileBytesTests {
  @Test func aFileIsReadWhole() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try Data(bytes).write(to: URL(filePath: folder.path("a")))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"),
      withDestinationPath: "a"
    )
    #expect(try FileBytes.read(folder.path("a")) == bytes)
    #expect(try FileBytes.read(folder.path("link"), limit: 100_000) == bytes)
    try Data().write(to: URL(filePath: folder.path("none")))
    #expect(try FileBytes.read(folder.path("none"), limit: 0).isEmpty)
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    let folder = try TemporaryFolder()
    try Data([1, 2, 3]).write(to: URL(filePath: folder.path("three")))
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    for (name, cause, reason) in [
      ("missing", .system(code: ENOENT), "no such file or directory"),
      ("three/x", .system(code: ENOTDIR), "not a directory"),
      ("", .folder, "it is a folder"), ("pipe", .notARegularFile, "not a regular file"),
      ("three", .tooLarge(byteCount: 3, limit: 2), "larger than 2 bytes"),
      ("three\0x", .nulInPath, "its path has a NUL character"),
    ] as [(String, FileError.Cause, String)] {
      let path = folder.path(name)
      let error = try #require(throws: FileError.self) { try FileBytes.read(path, limit: 2) }
      #expect(error == FileError(file: path, action: "open the file", cause: cause))
      #expect(error.description.hasSuffix(": could not open the file: \(reason)"))
      #expect(!error.description.contains("\0"))
    }
    #expect(throws: FileError.self) { try FileBytes.read("/dev/zero") }
  }
}
