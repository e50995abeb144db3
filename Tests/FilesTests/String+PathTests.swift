import Files
import Testing

@Suite struct StringPathTests {
  @Test(arguments: [
    ("x", ".", "x"), ("a/x", "a", "x"), ("/x", "/", "x"), ("/", "/", "/"), ("a//x//", "a", "x"), ("./x", ".", "x"),
    ("a/ü.png", "a", "ü.png"), ("", ".", ""),
  ]) func aPathHasAFolderAndAName(path: String, folder: String, name: String) {
    #expect(path.parentFolder == folder)
    #expect(path.lastPathComponent == name)
  }

  @Test func aLinkToAFolderIsAFolder() throws {
    let root = try TemporaryFolder()
    try root.write("a/1")
    #expect(root.path("a").isFolder)
    #expect(!root.path("a/1").isFolder && !root.path("b").isFolder && !"".isFolder)
  }
}
