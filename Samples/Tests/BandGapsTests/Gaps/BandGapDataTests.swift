import Foundation
import SampleSupport
import Testing

@testable import BandGaps

@Suite struct BandGapDataTests {
  @Test func lectureSplitHas68TrainingMaterials() throws {
    let data = try BandGapData()
    let (training, test) = try data.split(BandGapData.lectureSplit)
    #expect(data.splits.count == 21)
    #expect(training.gaps.count == 68 && test.gaps.count == 613)
    let total: Double = (training.gaps + test.gaps).reduce(0, +)
    #expect(abs(total - data.gaps.reduce(0, +)) < 1e-9)
    // The first training material of scikit-learn's split is row 476.
    #expect(training.features[0] == data.features[476])
  }

  @Test func divisionsByFormulaShareNoFeatures() throws {
    let splits = try BandGapData().splitsByFormula()
    #expect(splits.count == 10)
    #expect(splits.reduce(0) { $0 + $1.test.gaps.count } == 681)
    for (training, test) in splits { #expect(Set(training.features).isDisjoint(with: test.features)) }
  }

  @Test func featuresAreMeansOverAtoms() throws {
    // The first material is AuBr: radii 1.35 and 1.15 Å, weights 196.96657 and 79.904 u.
    let first = try BandGapData().features[0]
    #expect(abs(first[0] - 1.25) < 1e-6 && abs(first[1] - 138.435285) < 1e-4 && abs(first[2] - 2.75) < 1e-6)
  }

  @Test func missingFilesAndSplitsAreErrors() throws {
    #expect(throws: SampleError.self) { try BandGapData(folder: URL(filePath: "/nonexistent")) }
    #expect(throws: SampleError("splits.csv has no split 99")) { try BandGapData().split(99) }
  }
}
