import Files
import Foundation
import Testing

@Suite struct FolderWalkTests {
  @Test func filesAreSortedAndHiddenOnesAndLoopsAreCounted() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let manager = FileManager.default
    try manager.createDirectory(at: root.appending(path: "b/c"), withIntermediateDirectories: true)
    for name in ["z", "b/2", "b/10", "b/c/1", ".hidden", "b/.x"] {
      try Data("x".utf8).write(to: root.appending(path: name))
    }
    try manager.createSymbolicLink(
      at: root.appending(path: "b/c/back"),
      withDestinationURL: root.appending(path: "b")
    )
    try manager.createSymbolicLink(
      at: root.appending(path: "link"),
      withDestinationURL: root.appending(path: "b/c")
    )
    try manager.createSymbolicLink(
      at: root.appending(path: "broken"),
      withDestinationURL: root.appending(path: "nowhere")
    )
    var walk = FolderWalk(root: root.path)
    // The link to b/c is followed; from there, back leads into b, which is entered, and c within it is a loop.
    #expect(walk.files().prefix(5) == ["broken", "z", "b/10", "b/2", "b/c/1"])
    #expect(walk.hiddenCount >= 2 && walk.loopCount >= 1)
    #expect(walk.unlisted.isEmpty)
  }

  @Test func runsAndFiguresOfEdnetAreSkipped() throws {
    let root = try TemporaryFolder()
    for name in [
      "run/config.json", "run/checkpoint-3.safetensors", "run/figures/confusion.png", "a/1.png", "a/confusion.png",
      "figures/curves.png", "figures/curves.svg", "figures/curves.pdf", "config/config.json", "config/2.png",
    ] { try root.write(name) }
    var walk = FolderWalk(root: root.root)
    #expect(walk.files() == ["a/1.png", "a/confusion.png", "config/2.png", "config/config.json"])
    #expect(walk.own == ["run", "figures/curves.png"])
    #expect(walk.ownRemark == "runs and figures that ednet wrote are ignored: 2, such as run")
    // The root is entered even if it is a run.
    var run = FolderWalk(root: root.path("run"))
    #expect(run.files() == ["checkpoint-3.safetensors", "config.json", "figures/confusion.png"])
    #expect(run.ownRemark == nil)
  }

  @Test func namesThatAreNotUTF8AreRecorded() throws {
    let root = try TemporaryFolder()
    try root.write("a/1.png")
    try root.writeInLatin1("a/Prüfung.png")
    var walk = FolderWalk(root: root.root)
    #expect(walk.files() == ["a/1.png"])
    #expect(walk.unlisted.map(\.file) == [#"a/Pr\xFCfung.png"#])
    #expect(walk.unlisted.first?.reason == "its name is not UTF-8; rename it")
  }

  @Test func aMissingFolderHasNoFiles() {
    var walk = FolderWalk(root: "/nowhere")
    #expect(walk.files().isEmpty)
  }
}
