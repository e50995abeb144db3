import Files
import Foundation
import Testing

@Suite struct FileErrorTests {
  @Test(arguments: [
    (FileError.Cause.system(code: ENOENT), "no such file or directory"),
    (.system(code: EACCES), "permission denied"),
    (.nulInPath, "its path has a NUL character"), (.folder, "it is a folder"), (.notARegularFile, "not a regular file"),
    (.tooLarge(byteCount: 9, limit: 8), "larger than 8 bytes"),
    (.tooLarge(byteCount: 1 << 30, limit: (1 << 20) - 1), "larger than 1048575 bytes"),
    (.tooLarge(byteCount: 1 << 30, limit: 16 << 20), "larger than 16 MiB"),
    (.shortened, "it became shorter meanwhile"), (.other("the disk is full"), "the disk is full"),
  ])
  func causesAreFewWords(cause: FileError.Cause, reason: String) {
    let error = FileError(file: "a/1.png", action: "open the file", cause: cause)
    #expect(error.reason == reason)
    #expect(error.description == "a/1.png: could not open the file: \(reason)")
  }

  @Test func pathsWithANULAreLiterals() {
    let error = FileError(file: "a\0b", action: "open the file", cause: .nulInPath)
    #expect(error.file == #""a\0b""#)
    #expect(FileError(file: "a b", action: "open the file", cause: .folder).file == "a b")
  }
}
