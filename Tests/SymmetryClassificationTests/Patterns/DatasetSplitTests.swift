import Testing

@testable import SymmetryClassification

@Suite struct DatasetSplitTests {
  private func entries(
    _ name: String,
    specimens: Int,
    images: Int,
    part: DatasetPart? = nil
  ) -> [PatternEntry] {
    (0..<specimens).flatMap { specimen in
      (0..<images).map { image in
        PatternEntry(
          path: "\(name)/s\(specimen)/\(image).png",
          className: name,
          specimen: "s\(specimen)",
          part: part
        )
      }
    }
  }

  private func loose(_ name: String, images: Int) -> [PatternEntry] {
    (0..<images).map {
      PatternEntry(
        path: "\(name)/\($0).png",
        className: name,
        specimen: nil,
        part: nil
      )
    }
  }

  @Test func specimensStayOnOneSideAndClassesAreDividedAlike() throws {
    let entries = entries("a", specimens: 10, images: 3) + entries("b", specimens: 5, images: 8)
    let split = try DatasetSplit(entries, validation: 0.2, test: 0.2, seed: 1)
    func specimens(_ side: [Int]) -> Set<String> {
      Set(side.map { entries[$0].className + (entries[$0].specimen ?? "") })
    }
    let sides = [split.training, split.validation, split.test].map(specimens)
    #expect(sides[0].count == 9 && sides[1].count == 3 && sides[2].count == 3)
    #expect(sides[0].isDisjoint(with: sides[1]) && sides[1].isDisjoint(with: sides[2]))
    #expect(sides[0].isDisjoint(with: sides[2]))
    #expect(sides[1].count { $0.hasPrefix("a") } == 2 && sides[2].count { $0.hasPrefix("b") } == 1)
    #expect((split.training + split.validation + split.test).sorted() == Array(entries.indices))
    #expect(split.basis == .specimen && split.notes.isEmpty)
  }

  @Test func theSeedAndTheNamesDecide() throws {
    let a = entries("a", specimens: 20, images: 1)
    let b = entries("b", specimens: 20, images: 1)
    #expect(try DatasetSplit(a + b, seed: 1) == DatasetSplit(a + b, seed: 1))
    #expect(try DatasetSplit(a + b, seed: 1) != DatasetSplit(a + b, seed: 2))
    let alone = try DatasetSplit(a, seed: 1).validation
    #expect(try DatasetSplit(a + b, seed: 1).validation.filter { $0 < 20 } == alone)
    #expect(alone != (try DatasetSplit(b, seed: 1).validation))
  }

  @Test func aClassWithOneSpecimenStaysInTraining() throws {
    let entries = entries("a", specimens: 4, images: 2) + entries("b", specimens: 1, images: 9)
    let split = try DatasetSplit(entries, validation: 0.25)
    #expect(split.validation.count == 2)
    #expect(split.validation.allSatisfy { entries[$0].className == "a" })
    #expect(split.notes.count == 1 && split.notes[0].contains("classes b has one specimen only"))
  }

  @Test func withoutSpecimensTheSplitIsByImageAndSaysSo() throws {
    let split = try DatasetSplit(loose("a", images: 10) + loose("b", images: 20))
    #expect(split.validation.count == 6 && split.basis == .image)
    #expect(split.notes.first?.contains("split is by image") == true)
  }

  @Test func classesWithAndWithoutSpecimensAreMixed() throws {
    let entries =
      entries("a", specimens: 5, images: 2) + loose("a", images: 5) + loose("b", images: 5)
    let split = try DatasetSplit(entries)
    #expect(split.basis == .specimenOrImage && split.validation.count == 4)
    #expect(split.notes.first?.contains("images of a, b are in no specimen folder") == true)
  }

  @Test func likeImagesStayTogether() throws {
    let entries = loose("a", images: 10) + entries("b", specimens: 10, images: 2)
    for seed in 0..<20 {
      let split = try DatasetSplit(
        entries,
        duplicates: [[0, 1, 2], [10, 13, 29]],
        validation: 0.3,
        seed: seed
      )
      #expect(Set([0, 1, 2].map { split.validation.contains($0) }).count == 1)
      #expect(Set([10, 11, 12, 13, 28, 29].map { split.validation.contains($0) }).count == 1)
      #expect(split.notes.contains { $0.hasPrefix("4 specimens or images share") })
    }
  }

  @Test func foldersGoBeforeFractions() throws {
    let train = entries("a", specimens: 5, images: 1, part: .training)
    let test = entries("a", specimens: 1, images: 2, part: .test)
    let split = try DatasetSplit(train + test, validation: 0.2, test: 0.5)
    #expect(split.test == [5, 6] && split.validation.count == 1)
    #expect(split.notes.contains { $0.contains("a/s0") })  // s0 is in training or validation too
    let whole = train + test + entries("a", specimens: 1, images: 1, part: .validation)
    let fixed = try DatasetSplit(whole, validation: 0.5)
    #expect(fixed.validation == [7] && fixed.basis == .folders)
  }

  @Test(arguments: [
    (1, 0.2, 0.2, 0, 0), (2, 0.2, 0.2, 1, 0), (3, 0.2, 0.2, 1, 1), (2, 0.9, 0.0, 1, 0),
    (10, 0.2, 0.0, 2, 0), (10, 0.5, 0.49, 5, 4), (7, 0.0, 0.0, 0, 0),
  ])
  func oneIsAlwaysLeftForTraining(
    total: Int,
    validation: Double,
    test: Double,
    expected: Int,
    expectedTest: Int
  ) {
    let counts = DatasetSplit.counts(of: total, (validation, test))
    #expect(counts.validation == expected && counts.test == expectedTest)
  }

  @Test(arguments: [(1.0, 0.0), (-0.1, 0.0), (0.5, 0.5), (.nan, 0.0)])
  func fractionsThatLeaveNothingAreRefused(validation: Double, test: Double) {
    #expect(throws: PatternError.self) {
      try DatasetSplit(loose("a", images: 3), validation: validation, test: test)
    }
  }
}
