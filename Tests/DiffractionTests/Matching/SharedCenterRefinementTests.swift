import Crystallography
import RandomNumbers
import Testing
import Workers

@testable import Diffraction

@Suite struct SharedCenterRefinementTests {
  private static func pattern(
    _ example: MatchingExample,
    _ truth: Orientation,
    _ start: Orientation,
    shift: Vector3,
    _ generator: inout KeyedGenerator
  ) -> SharedCenterRefinement.Pattern {
    var geometry = example.geometry
    geometry.patternCenter += shift
    return SharedCenterRefinement.Pattern(
      measured: example.filter(example.noisyPattern(truth, example.geometry, &generator)),
      projector: example.projector,
      match: PatternMatch(orientation: start, geometry: geometry, score: 0)
    )
  }

  @Test func noisyPatternsTogetherDetermineTheirPatternCenter() throws {
    let example = try MatchingExample()
    var generator = KeyedGenerator(9, 1)
    let truths = (0..<5).map { _ in Orientation(uniformlyUsing: &generator) }
    let patterns = truths.map {
      let start = Orientation(rotationVector: [0.02, 0.01, -0.02]) * $0
      return Self.pattern(example, $0, start, shift: [0.03, -0.03, 0.03], &generator)
    }
    let refinement = SharedCenterRefinement(filter: example.filter)
    let matches = refinement.refine(patterns, pool: WorkerPool(threads: 1))
    #expect(Set(matches.map(\.geometry)).count == 1)
    #expect((matches[0].geometry.patternCenter - example.geometry.patternCenter).length < 0.012)
    for (match, truth) in zip(matches, truths) {
      #expect(match.score > 0.7)
      #expect(match.orientation.misorientation(from: truth, symmetry: example.rotations) < 0.6)
    }
    #expect(matches == refinement.refine(patterns, pool: WorkerPool(threads: 3)))
  }

  @Test func aStepRaisesTheMeanOfTheScores() throws {
    let example = try MatchingExample()
    var generator = KeyedGenerator(9, 2)
    let patterns = (0..<2).map { _ in
      let truth = Orientation(uniformlyUsing: &generator)
      return Self.pattern(example, truth, truth, shift: [0.02, 0, 0], &generator)
    }
    var refinement = SharedCenterRefinement(filter: example.filter)
    func mean(_ iterations: Int) -> Float {
      refinement.iterations = iterations
      return refinement.refine(patterns, pool: WorkerPool(threads: 1)).reduce(0) { $0 + $1.score } / 2
    }
    let scores = [0, 1, 3].map(mean)
    #expect(scores[0] < scores[1] && scores[1] <= scores[2], "\(scores)")
  }
}
