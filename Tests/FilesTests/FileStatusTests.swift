import Files
import Foundation
import Testing

@Suite struct FileStatusTests {
  @Test func linksLeadToTheirFileOrFolder() throws {
    let folder = try TemporaryFolder()
    let manager = FileManager.default
    try Data([1]).write(to: URL(filePath: folder.path("a")))
    try Data([1]).write(to: URL(filePath: folder.path("b")))
    try manager.createSymbolicLink(atPath: folder.path("to-a"), withDestinationPath: "a")
    try manager.createSymbolicLink(atPath: folder.path("here"), withDestinationPath: ".")
    try manager.linkItem(atPath: folder.path("b"), toPath: folder.path("also-b"))
    let file = try #require(FileStatus(folder.path("a")))
    let link = try #require(FileStatus(folder.path("to-a")))
    let other = try #require(FileStatus(folder.path("b")))
    #expect(!file.isFolder && !link.isFolder && file.identity == link.identity)
    #expect(file.identity != other.identity)
    #expect(FileStatus(folder.path("also-b"))?.identity == other.identity)
    let root = try #require(FileStatus(folder.path("")))
    #expect(root.isFolder && FileStatus(folder.path("here"))?.isFolder == true)
    #expect(FileStatus(folder.path("here/a"))?.identity == file.identity)
  }

  @Test func missingPathsHaveNoStatus() throws {
    let folder = try TemporaryFolder()
    try Data([1]).write(to: URL(filePath: folder.path("a")))
    try FileManager.default.createSymbolicLink(atPath: folder.path("broken"), withDestinationPath: "none")
    for name in ["none", "broken", "a/x", "a\0"] { #expect(FileStatus(folder.path(name)) == nil, "\(name)") }
    #expect(FileStatus("") == nil)
  }
}
