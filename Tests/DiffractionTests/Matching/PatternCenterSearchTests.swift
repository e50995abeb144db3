import Crystallography
import Imaging
import RandomNumbers
import Testing
import Workers

@testable import Diffraction

@Suite struct PatternCenterSearchTests {
  @Test func theSharedPatternCenterIsFound() throws {
    let example = try MatchingExample()
    var generator = KeyedGenerator(11, 3)
    let patterns = (0..<2).map { _ in
      example.noisyPattern(Orientation(uniformlyUsing: &generator), example.geometry, &generator)
    }
    let candidates = [PhaseCandidate(name: "nickel", projector: example.projector, rotations: example.rotations)]
    var search = PatternCenterSearch()
    // The truth is (0.47, 0.3, 0.6).
    search.starts = [[0.5, 0.25, 0.62]]
    search.spacing = 6
    let found = try #require(
      try search(patterns, geometry: example.geometry.moved(to: .zero), candidates: candidates)
    )
    #expect((found.patternCenter - example.geometry.patternCenter).length < 0.015, "\(found)")
    #expect(found.score > 0.4)
    #expect(try search([], geometry: example.geometry, candidates: candidates) == nil)
  }

  @Test func startsCoverCommonDetectors() {
    let starts = PatternCenterSearch().starts
    #expect(starts.count == 27)
    // The pattern centres of nickel and silicon in Samples/experimental.
    for center in [Vector3(0.4251, 0.2134, 0.5007), Vector3(0.520, 0.157, 0.489), Vector3(0.522, 0.155, 0.709)] {
      #expect(starts.contains { (center - $0).length < 0.1 })
    }
  }
}
