import Files
import Foundation
import Testing

@Suite struct FolderLockTests {
  @Test func oneHolderAtATimeAndNothingRemains() throws {
    let folder = try TemporaryFolder()
    var first = try FolderLock(folder.root)
    #expect(first != nil)
    #expect(try FolderLock(folder.root) == nil)
    first = nil
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root).isEmpty)
    #expect(try FolderLock(folder.root) != nil)
  }

  @Test func theFileOfADeadHolderLocksNothing() throws {
    let folder = try TemporaryFolder()
    try folder.write(FolderLock.fileName)
    #expect(try FolderLock(folder.root) != nil)
  }

  @Test func aMissingFolderIsAnError() {
    let error = #expect(throws: FileError.self) { try FolderLock("/nowhere") }
    #expect(error?.description == "/nowhere/.ednet-lock: could not create the file: no such file or directory")
  }
}
