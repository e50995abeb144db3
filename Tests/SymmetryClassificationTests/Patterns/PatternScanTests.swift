import Foundation
import Imaging
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct PatternScanTests {
  private func scan(
    _ files: TemporaryPatterns,
    skipsUnreadable: Bool = false,
    allowsDuplicates: Bool = false,
    threads: Int? = nil
  ) throws -> PatternScan<DecodedImage> {
    try PatternScan(
      PatternFolder(files.root),
      skipsUnreadable: skipsUnreadable,
      allowsDuplicates: allowsDuplicates,
      threads: threads
    ) { _, image in image }
  }

  private func refusal(_ scan: @autoclosure () throws -> PatternScan<DecodedImage>) -> PatternError? {
    #expect(throws: PatternError.self) { try scan() }
  }

  @Test(arguments: [1, 2, 7])
  func contentsStandInTheOrderOfEntries(threads: Int) throws {
    let files = try TemporaryPatterns()
    for index in 0..<60 {
      try files.add("\(index % 3)/\(100 + index).png", number: Float(100 + index))
    }
    let scan = try scan(files, threads: threads)
    #expect(scan.entries.count == 60 && scan.contents.count == 60)
    for (entry, content) in zip(scan.entries, scan.contents) {
      #expect(entry.path.hasSuffix("/\(Int(content.image.pixels[0])).png"))
    }
  }

  @Test func allUnreadableFilesAreNamedAtOnce() throws {
    let files = try TemporaryPatterns(["a/1.png", "a/2.png", "b/1.png", "b/3.png", "c/1.png"])
    try files.write("a/empty.png", "")
    try files.write("b/text.png", "this is no image")
    let whole = try Data(contentsOf: URL(filePath: files.root + "/a/2.png"))
    try files.write("b/cut.png", Array(whole.prefix(50)))
    try files.link("c/gone.png", to: "nowhere.png")
    #expect(mkfifo(files.root + "/c/pipe.png", 0o600) == 0)
    let error = refusal(try scan(files))
    guard case .unreadable(files.root, let unreadable) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(
      unreadable.map(\.path) == [
        "a/empty.png", "b/cut.png", "b/text.png", "c/gone.png", "c/pipe.png",
      ]
    )
    #expect(unreadable.last?.description == "c/pipe.png: not a regular file")
    #expect(unreadable.allSatisfy { !$0.reason.contains($0.path) })
    let rest = try scan(files, skipsUnreadable: true)
    #expect(rest.entries.count == 5 && rest.unreadable == unreadable)
    #expect(rest.notes.contains("5 files that cannot be read were skipped"))
  }

  @Test func whatIsLeftMustStillServe() throws {
    let files = try TemporaryPatterns(["a/1.png", "b/1.png"])
    try files.write("c/1.png", "x")
    #expect(refusal(try scan(files, skipsUnreadable: true)) == .emptyClasses(files.root, ["c"]))
  }

  @Test func likeImagesInTwoPartsAreRefused() throws {
    let files = try TemporaryPatterns(["train/a/1.png", "train/b/1.png"])
    try files.add("train/a/like.png", number: 500)
    try files.add("val/a/like.png", number: 500)
    try files.add("test/a/like.png", number: 500)
    let pairs = [
      DuplicatePair(first: "test/a/like.png", second: "train/a/like.png"),
      DuplicatePair(first: "test/a/like.png", second: "val/a/like.png"),
    ]
    #expect(refusal(try scan(files)) == .duplicatesAcrossParts(files.root, pairs))
    let allowed = try scan(files, allowsDuplicates: true)
    #expect(allowed.duplicates == [[0, 2, 4]])
    #expect(allowed.notes.contains { $0.hasPrefix("2 images are in two parts") })
  }

  @Test func likeImagesInTwoClassesAreRefused() throws {
    let files = try TemporaryPatterns(["a/1.png", "b/1.png"])
    try files.add("a/x.png", number: 500)
    try files.add("a/y.png", number: 500)
    #expect(try scan(files).notes == ["1 images repeat another one, byte by byte"])
    try files.add("b/x.png", number: 500)
    let pairs = [DuplicatePair(first: "a/x.png", second: "b/x.png")]
    #expect(refusal(try scan(files)) == .duplicatesAcrossClasses(files.root, pairs))
    #expect(try scan(files, allowsDuplicates: true).entries.count == 5)
  }

  /// A file of two images gives two patterns, named by their index.
  @Test func aFileOfSeveralImagesGivesAPatternForEach() throws {
    struct Pair: ImageFormat {
      let name = "pair of patterns"
      let extensions = ["pair"]
      func recognizes(_ start: [UInt8]) -> Bool { start.starts(with: "PAIR".utf8) }
      func open(_ file: ImageFile) -> any ImageSource { Images() }
      struct Images: ImageSource {
        let count = 2
        func image(at index: Int) -> DecodedImage {
          let image = GrayImage(width: 1, height: 1, pixels: [Float(index)])
          return DecodedImage(
            image: image,
            bitDepth: 8,
            sourceBitDepth: 8,
            notes: [],
            format: "pair"
          )
        }
      }
    }
    ImageFormats.register(Pair())
    let files = try TemporaryPatterns(["b/1.png"])
    try files.write("a/scan.pair", "PAIR")
    let scan = try scan(files)
    #expect(scan.entries.map(\.name) == ["a/scan.pair[0]", "a/scan.pair[1]", "b/1.png"])
    #expect(scan.contents[1].image.pixels == [1])
    #expect(Set(scan.fingerprints).count == 3)
  }

  @Test(.enabled(if: Project.sharedHas("patterns/emsoft")))
  func thirdPartyPatternsAreRead() throws {
    let folder = try PatternFolder(Project.shared.appending(path: "patterns/emsoft").path)
    #expect(folder.entries.count == 1100 && folder.classes.count == 8)
    let scan = try PatternScan(folder) { _, decoded in
      [decoded.image.width, decoded.image.height]
    }
    #expect(scan.contents.allSatisfy { $0 == [128, 128] })
    let split = try DatasetSplit(scan, validation: 0.2, test: 0.2, seed: 3)
    let sides = [split.training, split.validation, split.test].map { side in
      Set(side.map { "\(scan.entries[$0].className)/\(scan.entries[$0].specimen ?? "")" })
    }
    #expect(sides.reduce(0) { $0 + $1.count } == 55)  // 55 specimens, none on two sides
    #expect(split.training.count + split.validation.count + split.test.count == 1100)
    #expect(split.basis == .specimen)
  }
}
