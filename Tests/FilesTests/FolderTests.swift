import Files
import Foundation
import Testing

@Suite struct FolderTests {
  @Test func namesAreBytesInTheirOrder() throws {
    let root = try TemporaryFolder()
    for name in ["b", "ü", "a/x", ".hidden"] { try root.write(name) }
    try root.writeInLatin1("a/Müller")
    #expect(try Folder.names(root.root).map(\.text) == [".hidden", "a", "b", "ü"])
    #expect(try Folder.names(root.path("a")).map(\.description) == [#"M\xFCller"#, "x"])
    #expect(Folder.readableNames(root.path("a")) == ["x"] && Folder.readableNames(root.path("none")).isEmpty)
  }

  @Test func aFolderThatCannotBeListedIsAnError() throws {
    let root = try TemporaryFolder()
    try root.write("file")
    for (name, reason) in [("file", "not a directory"), ("none", "no such file or directory"), ("a\0b", "NUL")] {
      let error = #expect(throws: FileError.self) { try Folder.names(root.path(name)) }
      #expect(error?.reason.contains(reason) == true && error?.action == "list the folder")
    }
  }

  @Test func foldersAreMadeWithThoseAboveThem() throws {
    let root = try TemporaryFolder()
    for path in ["a/b/c", "a/b/d/", "a//e", "a"] {
      try Folder.make(root.path(path))
      #expect(root.path(path).isFolder)
    }
  }

  @Test func aFileInTheWayIsAnErrorThatNamesIt() throws {
    let root = try TemporaryFolder()
    try root.write("a/file")
    let error = #expect(throws: FileError.self) { try Folder.make(root.path("a/file/b")) }
    #expect(error?.reason == "\(root.path("a/file")) is a file")
    #expect(throws: FileError.self) { try Folder.make("/proc/none/b") }
    #expect(throws: FileError.self) { try Folder.make("") }
  }
}
