import Crystallography
import Imaging
import RandomNumbers
import Testing
import Workers

@testable import Diffraction

@Suite struct PatternDictionaryTests {
  private static func pattern(_ example: MatchingExample, _ number: Int) -> (Orientation, [Float]) {
    var generator = KeyedGenerator(5, number)
    let orientation = Orientation(uniformlyUsing: &generator)
    return (orientation, example.filter(example.noisyPattern(orientation, example.geometry, &generator)))
  }

  @Test func theBestMatchIsNearTheTrueOrientation() throws {
    let example = try MatchingExample()
    let patterns = (0..<4).map { Self.pattern(example, $0) }
    let found = example.dictionary.matches(of: patterns.map(\.1), geometry: example.geometry, count: 3)
    for (matches, (orientation, vector)) in zip(found, patterns) {
      #expect(matches.count == 3)
      #expect(matches[0].score >= matches[1].score && matches[1].score >= matches[2].score)
      #expect(matches[0].orientation.misorientation(from: orientation, symmetry: example.rotations) < 8)
      // The score is the correlation of the two images.
      let image = example.filter(example.projector, matches[0].orientation, on: example.geometry)
      let correlation = zip(image, vector).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(correlation - matches[0].score) < 1e-4)
    }
  }

  @Test func matchesDoNotDependOnThreadsOrCompany() throws {
    let example = try MatchingExample()
    let patterns = (0..<3).map { Self.pattern(example, $0).1 }
    func matches(_ patterns: [[Float]], threads: Int) -> [[PatternMatch]] {
      example.dictionary.matches(of: patterns, geometry: example.geometry, pool: WorkerPool(threads: threads))
    }
    let all = matches(patterns, threads: 1)
    #expect(all == matches(patterns, threads: 3))
    #expect(matches([patterns[1]], threads: 2)[0][0].orientation == all[1][0].orientation)
  }
}

/// A cubic crystal on a small screen, for tests of matching.
struct MatchingExample {
  let rotations: [Orientation]
  let projector: KikuchiProjector
  let geometry = DetectorGeometry(width: 32, height: 24, patternCenter: [0.47, 0.3, 0.6])
  let filter = MatchedFilter(width: 32, height: 24, largestSide: 32)
  let dictionary: PatternDictionary

  init() throws {
    let crystal = try CrystalExamples.nickel()
    rotations = try CrystalSymmetry(of: crystal).rotations(in: crystal.cell)
    let bands = TwoBeamBands(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      minimumSpacing: 0.9,
      count: 40
    )
    projector = KikuchiProjector(bands.masterPattern(size: 101))
    dictionary = PatternDictionary(
      projector,
      grid: try OrientationGrid(spacing: 7, symmetry: rotations),
      filter: filter
    )
  }

  /// A pattern with a sloping background and noise as strong as half of its contrast.
  func noisyPattern(
    _ orientation: Orientation,
    _ geometry: DetectorGeometry,
    _ generator: inout KeyedGenerator
  ) -> GrayImage {
    var image = projector.project(orientation, onto: geometry)
    let deviation = projector.statistics.deviation
    for index in image.pixels.indices {
      let background = 1 + 0.5 * Float(index) / Float(image.pixels.count)
      let contrast = (image.pixels[index] - projector.statistics.mean) / deviation + 0.5 * generator.normal()
      image.pixels[index] = background * (100 + 5 * contrast)
    }
    return image
  }
}
