import Files
import Foundation
import Testing

@Suite struct AtomicFileLeftoversTests {
  @Test func whatWritesLeaveThatAreCutOffIsRemovedAndNothingElse() throws {
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
    // A folder that is not there holds nothing.
    AtomicFile.removeLeftovers(in: folder.path("none"))
  }
}
