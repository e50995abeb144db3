import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct PatternFolderTests {
  private func refusal(
    _ files: TemporaryPatterns,
    _ purpose: PatternFolder.Purpose = .training
  ) -> PatternError? {
    #expect(throws: PatternError.self) { try PatternFolder(files.root, purpose: purpose) }
  }

  @Test func foldersAreClassesAndSpecimens() throws {
    let files = try TemporaryPatterns([
      "cI/Fe/2.png", "cI/Fe/10.PNG", "cI/W/deep/er/1.png", "cF/7.png", "cF/Ni/1.Png", "4_mmm/a.png",
    ])
    let folder = try PatternFolder(files.root + "/")
    #expect(folder.root == files.root)
    #expect(folder.classes == ["4_mmm", "cF", "cI"])
    #expect(
      folder.entries.map(\.path) == [
        "4_mmm/a.png", "cF/7.png", "cF/Ni/1.Png", "cI/Fe/10.PNG", "cI/Fe/2.png",
        "cI/W/deep/er/1.png",
      ]
    )
    #expect(folder.entries.map(\.specimen) == [nil, nil, "Ni", "Fe", "Fe", "W"])
    #expect(!folder.isSplitByHand && folder.entries.allSatisfy { $0.part == nil })
    #expect(folder.notes.isEmpty)
  }

  @Test func otherFilesAreIgnoredAndCounted() throws {
    let files = try TemporaryPatterns(["a/1.png", "b/1.png", ".git/x/1.png", "a/.hidden.png"])
    try files.write("a/readme.txt", "x")
    try files.write("b/scan.dm3", "x")
    try files.write("notes.md", "x")
    let folder = try PatternFolder(files.root)
    #expect(folder.entries.count == 2)
    #expect(folder.hiddenCount == 2 && folder.otherFileCount == 3)
    #expect(folder.notes.contains("files ignored because they are not images: 3, such as notes.md"))
  }

  @Test func filesOfASimulationAreExpected() throws {
    let files = try TemporaryPatterns(["train/a/1.png", "train/b/1.png", "val/a/1.png"])
    for part in ["train", "val"] {
      try files.write("\(part)/patterns.csv", "file\na/1.png\n")
      try files.write("\(part)/simulation.json", "{}")
    }
    try files.write("train/a/patterns.csv", "file\n")
    let folder = try PatternFolder(files.root)
    #expect(
      folder.notes == ["files ignored because they are not images: 1, such as train/a/patterns.csv"]
    )
  }

  @Test func topFoldersFixTheSplit() throws {
    let files = try TemporaryPatterns([
      "Train/a/x/1.png", "Train/b/y/1.png", "VALID/a/z/1.png", "validation/b/v/1.png",
      "test/b/1.png",
    ])
    try files.makeFolder("scripts")
    let folder = try PatternFolder(files.root)
    #expect(folder.isSplitByHand && folder.classes == ["a", "b"])
    #expect(
      folder.entries.map(\.part) == [.training, .training, .validation, .test, .validation]
    )
    #expect(folder.notes == ["1 top folders without images are ignored"])
  }

  @Test func linksAreFollowedAndLoopsAreNot() throws {
    let files = try TemporaryPatterns(["a/x/1.png", "b/1.png"])
    try files.link("a/x/up", to: "..")
    try files.link("b/self", to: files.root)
    try files.link("c", to: "a/x")
    let folder = try PatternFolder(files.root)
    #expect(folder.classes == ["a", "b", "c"])
    #expect(folder.entries.map(\.path) == ["a/x/1.png", "b/1.png", "c/1.png"])
    // a/x/up leads to a, b/self to the root, and c/up to a, whose x is c itself.
    #expect(folder.loopCount == 3)
  }

  @Test func aFolderThatCannotBeUsedIsRefused() throws {
    #expect(throws: PatternError.missing("/no/such")) { try PatternFolder("/no/such") }
    let files = try TemporaryPatterns()
    #expect(refusal(files) == .noImages(files.root))
    #expect(refusal(files, .evaluation) == .noImages(files.root))
    try files.add("a/1.png")
    #expect(throws: PatternError.notAFolder(files.root + "/a/1.png")) {
      try PatternFolder(files.root + "/a/1.png")
    }
    #expect(refusal(files) == .singleClass(files.root, "a"))
    #expect(try PatternFolder(files.root, purpose: .evaluation).classes == ["a"])
    try files.makeFolder("c")
    try files.write("b/readme.txt", "x")
    #expect(refusal(files) == .emptyClasses(files.root, ["b", "c"]))
    try files.add("stray.png")
    #expect(
      refusal(files) == .imagesWithoutClass(files.root, at: "", count: 1, example: "stray.png")
    )
  }

  @Test func aSplitThatCannotBeUsedIsRefused() throws {
    let files = try TemporaryPatterns(["val/a/1.png", "val/b/1.png"])
    #expect(refusal(files) == .noTrainingImages(files.root))
    try files.add("train/b/2.png")
    try files.add("test/c/1.png")
    #expect(refusal(files) == .classesNotInTraining(files.root, ["a", "c"]))
    try files.add("cF/1.png")
    #expect(
      refusal(files)
        == .splitBesideClasses(files.root, split: ["test", "train", "val"], classes: ["cF"])
    )
    try FileManager.default.removeItem(atPath: files.root + "/cF")
    try files.add("train/1.png")
    #expect(
      refusal(files) == .imagesWithoutClass(files.root, at: "train", count: 1, example: "1.png")
    )
  }

  @Test func aNameThatIsNoTextIsSaidAndNotACrash() throws {
    let files = try TemporaryPatterns(["a/1.png", "b/1.png"])
    var path = Array((files.root + "/a/").utf8CString.dropLast())
    path += [CChar(bitPattern: 0xFF), 0x2E, 0x70, 0x6E, 0x67, 0]
    let file = fopen(path, "w")
    guard let file else { return }  // a file system that takes only text
    fclose(file)
    #expect(try PatternFolder(files.root).entries.count >= 2)
  }

  @Test func theTableAddsColumns() throws {
    let files = try TemporaryPatterns(["a/x/1.png", "b/2.png"])
    try files.write(
      "patterns.csv",
      "dose,file,name\r\n5,a/x/1.png,\"Ni, pure\"\r\n6,./c/3.png,\r\n"
    )
    let folder = try PatternFolder(files.root)
    let table = try #require(folder.table)
    #expect(table.columns == ["dose", "name"])
    #expect(table.rows["a/x/1.png"]?["dose"] == "5")
    #expect(table.rows["a/x/1.png"]?["name"] == "Ni, pure")
    #expect(table.rows["a/x/1.png"]?["size"] == nil)
    #expect(table.rows["b/2.png"] == nil)
    #expect(
      folder.notes == [
        "patterns.csv names 1 files that are not there, such as c/3.png",
        "patterns.csv does not name 1 of the images",
      ]
    )
  }

  @Test(arguments: [
    ("", 1), ("name;file\n", 1), ("file,x,x\n", 1), ("file,x\na,1\nb\n", 3), ("file\na\na\n", 3),
    ("file,x\n\"a\nb\",1\n,2\n", 4), ("file\n\"a\n", 2),
  ])
  func aBadTableNamesTheLine(text: String, line: Int) throws {
    let files = try TemporaryPatterns(["a/1.png", "b/1.png"])
    try files.write("patterns.csv", text)
    guard case .badTable(files.root, line, _) = refusal(files) else {
      Issue.record("not refused at line \(line)")
      return
    }
  }
}
