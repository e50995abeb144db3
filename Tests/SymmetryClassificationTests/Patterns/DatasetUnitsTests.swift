import Testing

@testable import SymmetryClassification

@Suite struct DatasetUnitsTests {
  private func units(_ specimens: [(String, String?)], duplicates: [[Int]] = []) -> DatasetUnits {
    let entries = specimens.enumerated().map { index, entry in
      PatternEntry(path: "\(index).png", className: entry.0, specimen: entry.1, part: nil)
    }
    return DatasetUnits(Array(entries.indices), of: entries, duplicates: duplicates)
  }

  @Test func patternsOfASpecimenAreOneUnitOfItsClass() {
    let units = units([("a", "x"), ("b", "x"), ("a", "x"), ("a", "y")])
    #expect(units.strata.map(\.className) == ["a", "b"])
    #expect(units.strata.map(\.units) == [[[0, 2], [3]], [[1]]])
    #expect(units.basis == .specimen && units.notes.isEmpty)
  }

  @Test func equalImagesJoinTheirUnitsWithinAClassOnly() {
    let units = units([("a", "x"), ("a", "y"), ("b", "z")], duplicates: [[0, 1, 2]])
    #expect(units.strata.map(\.units) == [[[0, 1]], [[2]]])
    #expect(units.notes == ["1 specimens or images share an image with another and stay with it"])
  }

  @Test func imagesOutsideSpecimensAreTheirOwnUnits() {
    let loose = units([("a", nil), ("a", nil), ("b", nil)])
    #expect(loose.basis == .image && loose.strata.map(\.units) == [[[0], [1]], [[2]]])
    let mixed = units([("a", nil), ("a", "x"), ("b", "y")])
    #expect(mixed.basis == .specimenOrImage && mixed.strata.map(\.isSpecimens) == [false, true, true])
    #expect(mixed.notes.first?.hasPrefix("images of a are in no specimen folder and split by image") == true)
  }
}
