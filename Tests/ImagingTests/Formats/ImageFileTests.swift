import Foundation
import Testing

@testable import Imaging

@Suite struct ImageFileTests {
  private func inFolder(_ body: (_ path: (String) -> String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-file-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body { folder.appending(path: $0).path }
  }

  @Test func diskAndMemoryGiveTheSameBytes() throws {
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    try inFolder { path in
      try Data(bytes).write(to: URL(filePath: path("a")))
      for file in [ImageFile(path: path("a")), ImageFile(bytes, name: "a")] {
        #expect(try file.bytes() == bytes)
        for (count, expected) in [(0, 0), (2, 2), (5, 5), (6, 5), (.max, 5)] {
          #expect(try file.start(count) == Array(bytes[..<expected]))
        }
      }
    }
    #expect(ImageFile(bytes, name: "a").name == "a" && ImageFile(path: "b/c").name == "b/c")
  }

  @Test func filesThatCannotBeReadHaveTheirReason() throws {
    try inFolder { path in
      try Data([1]).write(to: URL(filePath: path("a")))
      #expect(mkfifo(path("pipe"), 0o600) == 0)
      for (name, reason) in [
        ("none", .noSuchFile), ("a\0", .noSuchFile), ("", .isFolder), ("a/b", .unreadable("not a directory")),
        ("pipe", .unreadable("not a regular file")),
      ] as [(String, ImageFileError.Reason)] {
        let file = path("") + "/" + name
        #expect(throws: ImageFileError(file: file, reason: reason)) { try ImageFile(path: file).start(1) }
      }
    }
  }

  @Test func hugeFilesAreNotReadWhole() throws {
    try inFolder { path in
      // A sparse file, which takes no space on the disk.
      try Data().write(to: URL(filePath: path("huge")))
      #expect(truncate(path("huge"), ImageFile.largestSize + 1) == 0)
      let error = ImageFileError(file: path("huge"), reason: .tooLarge("more than 1073741824 bytes"))
      #expect(throws: error) { try ImageFile(path: path("huge")).bytes() }
      // A scan is read in place and may have any size.
      #expect(try ImageFile(path: path("huge")).start(2) == [0, 0])
    }
  }
}
