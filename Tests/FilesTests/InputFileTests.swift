import Files
import Foundation
import Testing

@Suite struct InputFileTests {
  @Test func aFileIsReadPieceByPiece() throws {
    let folder = try TemporaryFolder()
    try Data([1, 2, 3]).write(to: URL(filePath: folder.path("a")))
    let file = try InputFile(folder.path("a"), limit: 3)
    #expect(file.byteCount == 3)
    #expect(try file.read(count: 2) == [1, 2])
    #expect(try file.read(count: 0) == [])
    #expect(try file.read(count: 1) == [3])
    do {
      _ = try file.read(count: 1)
      Issue.record("read beyond the end")
    } catch {
      #expect(error.cause == .shortened && error.action == "read the file")
    }
  }

  @Test func aFileThatBecomesShorterIsAnError() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a")
    try Data([1, 2, 3]).write(to: URL(filePath: path))
    let file = try InputFile(path, limit: 3)
    #expect(truncate(path, 1) == 0)
    let error = FileError(file: path, action: "read the file", cause: .shortened)
    #expect(throws: error) { try file.read(count: 2) }
  }

  @Test func theLimitIsTheLargestSize() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a")
    try Data([1, 2, 3]).write(to: URL(filePath: path))
    #expect(try InputFile(path, limit: 3).byteCount == 3)
    let error = FileError(file: path, action: "open the file", cause: .tooLarge(byteCount: 3, limit: 2))
    #expect(throws: error) { _ = try InputFile(path, limit: 2) }
  }
}
