import Crystallography
import Imaging
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct NeighbourMatchingTests {
  private static let geometry = DetectorGeometry(width: 48, height: 36, patternCenter: [0.47, 0.3, 0.6])

  private static func match(_ orientation: Orientation, _ score: Float) -> PatternMatch {
    PatternMatch(orientation: orientation, geometry: geometry, score: score)
  }

  private static func joining() throws -> (NeighbourMatching, KikuchiProjector) {
    let crystal = try CrystalExamples.nickel()
    let bands = TwoBeamBands(of: crystal, beam: ElectronBeam(acceleratingVoltage: 20), minimumSpacing: 0.8, count: 60)
    let projector = KikuchiProjector(bands.masterPattern(size: 121))
    let rotations = try CrystalSymmetry(of: crystal).rotations(in: crystal.cell)
    let candidates = ["a", "b"].map { PhaseCandidate(name: $0, projector: projector, rotations: rotations) }
    return (NeighbourMatching(try PhaseMatching(candidates, spacing: 20, fine: 48)), projector)
  }

  @Test func theOrientationOfANeighbourIsTried() throws {
    let (joining, projector) = try Self.joining()
    let truth = Orientation(rotationVector: [0.3, 0.7, -0.2])
    let pattern = KikuchiSimulator(projector).pattern(
      EBSDParameters(orientation: truth, geometry: Self.geometry, camera: EBSDCamera(contrast: 0.1, dose: 2000))
    )
    let own = [Self.match(.identity, 0.05), Self.match(truth, 0.9)]
    let near = Orientation(rotationVector: [0.01, 0, 0]) * truth
    let neighbour = [Self.match(near, 0.4), Self.match(.identity, 0.1)]
    let improved = joining.improved([own], of: [pattern], by: [[neighbour, own]])[0]
    #expect(improved[0].score > 0.4)
    #expect(improved[0].orientation.misorientation(from: truth, symmetry: joining.matching.candidates[0].rotations) < 1)
    // An orientation that fits worse changes nothing.
    #expect(improved[1] == own[1])
  }

  @Test func scoresOfOneCrystalAreAveraged() throws {
    let joining = try Self.joining().0
    let truth = Orientation(rotationVector: [0.3, 0.7, -0.2])
    let far = Orientation(rotationVector: [0.5, 0, 0])
    let own = [Self.match(truth, 0.2), Self.match(far, 0.25)]
    let same = [Self.match(Orientation(rotationVector: [0.02, 0, 0]) * truth, 0.5), Self.match(.identity, 0.1)]
    let other = [Self.match(Orientation(rotationVector: [0, 0.3, 0]) * truth, 0.9), Self.match(.identity, 0.1)]
    let joined = joining.joined(own, with: [same, other])
    #expect(abs(joined[0].score - 0.35) < 1e-6 && abs(joined[1].score - 0.175) < 1e-6)
    #expect(joined[0].orientation == own[0].orientation)
    #expect(joining.joined(own, with: []) == own)
  }
}
