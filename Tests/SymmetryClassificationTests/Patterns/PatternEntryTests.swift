import Testing

@testable import SymmetryClassification

@Suite struct PatternEntryTests {
  @Test func folderNamesOfPartsAreReadInAnyCase() {
    let names = ["Train", "training", "VAL", "valid", "Validation", "TEST", "tests", ""]
    #expect(
      names.map { DatasetPart(folderName: $0) } == [
        .training, .training, .validation, .validation, .validation, .test, nil, nil,
      ]
    )
  }

  @Test func anUnreadableFileIsNamedOnce() {
    struct Failure: Error, CustomStringConvertible { let description: String }
    let named = UnreadableFile(path: "a.png", error: Failure(description: "a.png: damaged"))
    let unnamed = UnreadableFile(path: "a.png", error: Failure(description: "damaged"))
    #expect(named == unnamed && named.description == "a.png: damaged")
  }

  @Test func aDuplicateIsPairedWithTheFirstThatDiffers() {
    let entries = ["a", "a", "b", "c"].enumerated().map { index, name in
      PatternEntry(path: "\(name)/\(index).png", className: name, specimen: nil, part: nil)
    }
    let pairs = DuplicatePair.pairs([[0, 1, 2], [3]], of: entries) { entries[$0].className }
    #expect(pairs.map(\.description) == ["a/0.png = b/2.png"])
    #expect(entries[0].name == "a/0.png")
  }
}
