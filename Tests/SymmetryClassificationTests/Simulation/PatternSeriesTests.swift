import Diffraction
import SymmetryClassification
import TestSupport
import Testing

@Suite struct PatternSeriesTests {
  private func columns(_ structure: String, seed: Int, number: Int) throws -> [String] {
    let specimen = try LabeledStructure(path: Project.structures.appending(path: structure + ".cif").path)
    let series = PatternSeries(of: specimen, ranges: .ebsd(EBSDParameterRanges()), size: 32, seed: seed)
    return series.columns(of: number).map { "\($0.name)=\($0.value)" }
  }

  @Test func parametersDependOnCrystalSeedAndNumberOnly() throws {
    let first = try columns("tP/rutile", seed: 1, number: 0)
    #expect(!first.isEmpty)
    #expect(try columns("tP/rutile", seed: 1, number: 0) == first)
    #expect(try columns("tP/rutile", seed: 1, number: 1) != first)
    #expect(try columns("tP/rutile", seed: 2, number: 0) != first)
    #expect(try columns("cF/nickel", seed: 1, number: 0) != first)
  }
}
