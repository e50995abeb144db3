import Crystallography
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct OrientationRefinementTests {
  @Test func refinementFindsTheOrientation() throws {
    let example = try MatchingExample()
    let refinement = OrientationRefinement(example.projector, filter: example.filter)
    var generator = KeyedGenerator(8, 1)
    for _ in 0..<3 {
      let truth = Orientation(uniformlyUsing: &generator)
      let pattern = example.filter(example.noisyPattern(truth, example.geometry, &generator))
      let start = Orientation(rotationVector: [0.03, -0.02, 0.03]) * truth
      let match = refinement.refine(PatternMatch(orientation: start, geometry: example.geometry, score: 0), to: pattern)
      // The start is 2.7° away, and a pixel is 3° wide.
      #expect(match.orientation.misorientation(from: truth, symmetry: example.rotations) < 0.3)
      #expect(match.score > 0.7)
      #expect(match.geometry == example.geometry)
    }
  }

  @Test func refinementFindsThePatternCenter() throws {
    let example = try MatchingExample()
    let refinement = OrientationRefinement(example.projector, filter: example.filter, refinesPatternCenter: true)
    let truth = Orientation(w: 0.4, vector: [0.3, -0.5, 0.7])
    let pattern = example.filter(example.projector, truth, on: example.geometry)
    var geometry = example.geometry
    geometry.patternCenter += [0.02, -0.015, 0.02]
    let start = PatternMatch(
      orientation: Orientation(rotationVector: [0.02, 0.01, -0.02]) * truth,
      geometry: geometry,
      score: 0
    )
    let match = refinement.refine(start, to: pattern)
    #expect((match.geometry.patternCenter - example.geometry.patternCenter).length < 0.003)
    #expect(match.orientation.misorientation(from: truth, symmetry: example.rotations) < 0.2)
    #expect(match.score > 0.995)
  }
}
