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

  /// A matching that is quick without optimisation.
  private static func matching(_ candidates: [PhaseCandidate]) throws -> PhaseMatching {
    var matching = try PhaseMatching(candidates, spacing: 6, coarse: 40, fine: 48)
    matching.refinedCounts = (8, 1)
    return matching
  }

  private static func patterns(
    _ candidates: [PhaseCandidate],
    _ geometry: DetectorGeometry = geometry
  ) throws -> (images: [GrayImage], orientations: [Orientation]) {
    var (images, orientations) = ([GrayImage](), [Orientation]())
    for number in 0..<2 {
      var generator = KeyedGenerator(7, number)
      let orientation = Orientation(uniformlyUsing: &generator)
      let parameters = EBSDParameters(
        orientation: orientation,
        geometry: geometry,
        camera: EBSDCamera(contrast: 0.1, dose: 2000),
        noiseSeed: UInt64(number)
      )
      let projector = try #require(candidates[number % 2].projector as? KikuchiProjector)
      images.append(KikuchiSimulator(projector).pattern(parameters))
      orientations.append(orientation)
    }
    return (images, orientations)
  }

  @Test func theRightPhaseAndOrientationFitBest() throws {
    let candidates = try Self.candidates()
    let (images, orientations) = try Self.patterns(candidates)
    let matches = try Self.matching(candidates).matches(of: images, geometry: Self.geometry)
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
    let images = try Array(Self.patterns(candidates).images.prefix(2))
    let matching = try Self.matching(candidates)
    let one = matching.matches(of: images, geometry: Self.geometry, pool: WorkerPool(threads: 1))
    #expect(one == matching.matches(of: images, geometry: Self.geometry, pool: WorkerPool(threads: 3)))
    #expect(matching.matches(of: [], geometry: Self.geometry).isEmpty)
  }

  @Test func thePatternCentreOfSeveralPatternsIsFitted() throws {
    let candidates = try Self.candidates()
    let images = try Self.patterns(candidates).images
    var near = Self.geometry
    near.patternCenter += [0.012, -0.01, 0.01]
    let search = PatternCenterSearch()
    let found = search.fit(images, geometry: near, try Self.matching(candidates))
    let error = found.patternCenter - Self.geometry.patternCenter
    #expect([error.x, error.y, error.z].allSatisfy { abs($0) < 0.008 }, "\(found)")
    #expect(found.score > 0.4)
    #expect(try search([], geometry: near, candidates: candidates) == nil)
  }
}
