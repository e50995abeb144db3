import Testing

@testable import SymmetryClassification

@Suite struct PatternWalkTests {
  @Test func theWalkListsClassesSpecimensAndParts() throws {
    let files = try TemporaryPatterns(["train/b/x/deep/1.png", "train/a/1.png", "val/a/2.png"])
    try files.makeFolder("notes")
    var walk = PatternWalk(root: files.root)
    try walk.run()
    #expect(walk.isSplitByHand && walk.classFolders == ["a", "b"])
    let entries = walk.entries.sorted { $0.path < $1.path }
    #expect(entries.map(\.path) == ["train/a/1.png", "train/b/x/deep/1.png", "val/a/2.png"])
    #expect(entries.map(\.specimen) == [nil, "x", nil])
    #expect(entries.map(\.part) == [.training, .training, .validation])
    #expect(walk.notes == ["1 top folders without images are ignored"])
  }

  @Test func runsAndFiguresOfEdnetAreNoClasses() throws {
    let files = try TemporaryPatterns([
      "a/1.png", "a/run/overlay.png", "b/s/2.png", "run/figures/confusion.png", "figures/coverage.png",
    ])
    for run in ["run", "a/run"] {
      for name in ["config.json", "model.safetensors"] { try files.write("\(run)/\(name)", "") }
    }
    for format in ["svg", "pdf"] { try files.write("figures/coverage.\(format)", "") }
    try files.makeFolder("empty")
    var walk = PatternWalk(root: files.root)
    try walk.run()
    #expect(walk.classFolders == ["a", "b", "empty"])
    #expect(walk.entries.map(\.path) == ["a/1.png", "b/s/2.png"])
    #expect(walk.notes == ["runs and figures that ednet wrote are ignored: 3, such as run"])
  }

  @Test func imagesOutsideAClassFolderAreRefused() throws {
    let files = try TemporaryPatterns(["1.png", "a/2.png"])
    var walk = PatternWalk(root: files.root)
    #expect(throws: PatternError.imagesWithoutClass(files.root, at: "", count: 1, example: "1.png")) {
      try walk.run()
    }
  }

  @Test func classesBesideASplitAreRefused() throws {
    let files = try TemporaryPatterns(["train/a/1.png", "b/2.png"])
    var walk = PatternWalk(root: files.root)
    #expect(throws: PatternError.splitBesideClasses(files.root, split: ["train"], classes: ["b"])) {
      try walk.run()
    }
  }
}
