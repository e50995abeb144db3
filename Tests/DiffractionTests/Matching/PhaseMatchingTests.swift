import Crystallography
import Imaging
import RandomNumbers
import Testing
import Workers

@testable import Diffraction

@Suite struct PhaseMatchingTests {
  private static let geometry = DetectorGeometry(width: 48, height: 36, patternCenter: [0.47, 0.3, 0.6])

  /// Nickel and silicon by two-beam theory.
  private static func candidates() throws -> [PhaseCandidate] {
    try [("nickel", CrystalExamples.nickel()), ("silicon", CrystalExamples.silicon())].map { name, crystal in
      let bands = TwoBeamBands(
        of: crystal,
        beam: ElectronBeam(acceleratingVoltage: 20),
        minimumSpacing: 0.8,
        count: 60
      )
      return PhaseCandidate(
        name: name,
        projector: KikuchiProjector(bands.masterPattern(size: 121)),
        rotations: try CrystalSymmetry(of: crystal).rotations(in: crystal.cell)
      )
    }
  }

  private static func patterns(
    _ candidates: [PhaseCandidate],
    _ geometry: DetectorGeometry = geometry
  ) -> (images: [GrayImage], orientations: [Orientation]) {
    var (images, orientations) = ([GrayImage](), [Orientation]())
    for number in 0..<6 {
      var generator = KeyedGenerator(7, number)
      let orientation = Orientation(uniformlyUsing: &generator)
      let parameters = EBSDParameters(
        orientation: orientation,
        geometry: geometry,
        camera: EBSDCamera(contrast: 0.1, dose: 2000),
        noiseSeed: UInt64(number)
      )
      images.append(KikuchiSimulator(candidates[number % 2].projector as! KikuchiProjector).pattern(parameters))
      orientations.append(orientation)
    }
    return (images, orientations)
  }

  @Test func theRightPhaseAndOrientationFitBest() throws {
    let candidates = try Self.candidates()
    let (images, orientations) = Self.patterns(candidates)
    let matches = try PhaseMatching(candidates, spacing: 6).matches(of: images, geometry: Self.geometry)
    for (number, matches) in matches.enumerated() {
      #expect(PhaseDecision(scores: matches.map(\.score)) == .phase(number % 2), "\(matches.map(\.score))")
      let match = matches[number % 2]
      let rotations = candidates[number % 2].rotations
      #expect(match.orientation.misorientation(from: orientations[number], symmetry: rotations) < 1)
      #expect(match.geometry == Self.geometry)
    }
  }

  @Test func resultsDoNotDependOnThreads() throws {
    let candidates = try Self.candidates()
    let images = Array(Self.patterns(candidates).images.prefix(2))
    let matching = try PhaseMatching(candidates, spacing: 8)
    let one = matching.matches(of: images, geometry: Self.geometry, pool: WorkerPool(threads: 1))
    #expect(one == matching.matches(of: images, geometry: Self.geometry, pool: WorkerPool(threads: 3)))
    #expect(matching.matches(of: [], geometry: Self.geometry).isEmpty)
  }

  @Test func anUnknownPatternCentreIsFound() throws {
    let candidates = try Self.candidates()
    let truth = DetectorGeometry(width: 48, height: 36, patternCenter: [0.46, 0.28, 0.57])
    let images = Array(Self.patterns(candidates, truth).images.prefix(4))
    var search = PatternCenterSearch()
    search.starts = [[0.5, 0.25, 0.5], [0.5, 0.25, 0.62], [0.42, 0.4, 0.62]]
    let found = try #require(
      try search(
        images,
        geometry: DetectorGeometry(width: 48, height: 36, patternCenter: .zero),
        candidates: candidates
      )
    )
    let center = found.patternCenter
    #expect(abs(center.x - 0.46) < 0.01 && abs(center.y - 0.28) < 0.01 && abs(center.z - 0.57) < 0.01, "\(found)")
    #expect(found.score > 0.5)
    #expect(try search([], geometry: truth, candidates: candidates) == nil)
  }
}
