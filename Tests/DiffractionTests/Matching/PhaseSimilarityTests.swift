import Crystallography
import Testing

@testable import Diffraction

@Suite struct PhaseSimilarityTests {
  private static func candidate(_ name: String, _ crystal: Crystal) throws -> PhaseCandidate {
    let bands = TwoBeamBands(of: crystal, beam: ElectronBeam(acceleratingVoltage: 20), minimumSpacing: 0.8, count: 60)
    return PhaseCandidate(
      name: name,
      projector: KikuchiProjector(bands.masterPattern(size: 121)),
      rotations: try CrystalSymmetry(of: crystal).rotations(in: crystal.cell)
    )
  }

  @Test func nearlyEqualCellsLookAlike() throws {
    let nickel = try CrystalExamples.nickel()
    var wider = nickel
    wider.cell = try UnitCell(a: 3.56, b: 3.56, c: 3.56)
    let candidates = try [
      Self.candidate("silicon", CrystalExamples.silicon()), Self.candidate("nickel", nickel),
      Self.candidate("wider", wider),
    ]
    let similarity = try PhaseSimilarity(
      of: candidates,
      on: DetectorGeometry(width: 48, height: 36, patternCenter: [0.47, 0.3, 0.6])
    )
    #expect(similarity.pairs.count == 3 && similarity.pairs.allSatisfy { $0.correlation < 1.001 })
    #expect(similarity.alikePairs.map { [$0.first, $0.second] } == [[1, 2]])
    #expect(similarity.alike == [[0], [1, 2], [1, 2]])
  }

  @Test func aSingleCandidateLooksLikeItself() throws {
    let silicon = try Self.candidate("silicon", CrystalExamples.silicon())
    let detector = DetectorGeometry(width: 48, height: 36, patternCenter: [0.47, 0.3, 0.6])
    #expect(try PhaseSimilarity(of: [silicon], on: detector).alike == [[0]])
  }
}
