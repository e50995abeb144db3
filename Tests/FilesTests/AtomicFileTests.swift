import Files
import Foundation
import Testing

@Suite struct AtomicFileTests {
  @Test(arguments: [true, false]) func aFileIsWrittenAndReplaced(isFlushed: Bool) throws {
    let folder = try TemporaryFolder()
    for bytes in [[1, 2, 3], [], [4]] as [[UInt8]] {
      try AtomicFile(folder.path("a")).write(bytes, isFlushed: isFlushed)
      #expect(try FileBytes.read(folder.path("a")) == bytes)
      #expect(try folder.names() == ["a"])
    }
  }

  @Test func aLinkStaysAndItsFileIsReplaced() throws {
    let folder = try TemporaryFolder()
    try AtomicFile(folder.path("a")).write([1])
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: "a")
    try AtomicFile(folder.path("link")).write([2])
    #expect(try FileBytes.read(folder.path("a")) == [2])
    #expect(try manager.destinationOfSymbolicLink(atPath: folder.path("link")) == "a")
  }

  @Test func aFailureLeavesAllAsItWas() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: folder.path("folder"),
      withIntermediateDirectories: false
    )
    for (name, action) in [
      ("pipe", "replace"), ("folder", "rename"), ("none/a", "create"), ("a\0b", "create"),
    ] {
      let path = folder.path(name)
      let error = try #require(throws: FileError.self) { try AtomicFile(path).write([1]) }
      #expect(error.action.hasPrefix(action))
    }
    #expect(try folder.names() == ["folder", "pipe"])
    #expect(throws: FileError.self) { try AtomicFile("").write([1]) }
  }

  @Test func leftoversOfInterruptedWritesAreRemovedAndNothingElse() throws {
    let folder = try TemporaryFolder()
    let deep = folder.path("a/b")
    try FileManager.default.createDirectory(atPath: deep, withIntermediateDirectories: true)
    let kept = ["x.png", ".ednet-notes", "tmp", "ednet-1.tmp"]
    for name in kept + [".ednet-1x2y.tmp"] {
      #expect(AtomicFile.isLeftover(name) == !kept.contains(name))
      for place in [folder.path(""), deep + "/"] {
        try Data([1]).write(to: URL(fileURLWithPath: place + name))
      }
    }
    AtomicFile.removeLeftovers(in: folder.path(""))
    #expect(try folder.names() == (kept + ["a"]).sorted())
    #expect(try FileManager.default.contentsOfDirectory(atPath: deep).sorted() == kept.sorted())
    // A missing folder is no error.
    AtomicFile.removeLeftovers(in: folder.path("none"))
  }
}
