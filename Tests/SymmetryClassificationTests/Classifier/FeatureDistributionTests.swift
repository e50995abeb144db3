import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct FeatureDistributionTests {
  /// Vectors of three correlated features, the last one's scale a thousand times that of the others.
  private func vectors(_ count: Int, seed: Int) -> [[Float]] {
    (0..<count).map { number in
      var generator = KeyedGenerator(seed, number)
      let (a, b, c) = (generator.normal(), generator.normal(), generator.normal())
      return [a, 0.9 * a + 0.4 * b, 1000 * (5 + c)]
    }
  }

  @Test func distancesAreThoseOfMahalanobis() {
    let distribution = FeatureDistribution(vectors(20_000, seed: 1))
    // In whitened coordinates the vector of (a, b, c) lies at a² + b² + c².
    for (a, b, c) in [(1, 0, 0), (0, 2, 0), (0, 0, -3), (1, -1, 1)] as [(Float, Float, Float)] {
      let distance = distribution.distance([a, 0.9 * a + 0.4 * b, 1000 * (5 + c)])
      let expected = (a * a + b * b + c * c) / 3
      #expect(abs(distance / expected - 1) < 0.06, "\(a) \(b) \(c): \(distance)")
    }
  }

  @Test func ignoredFeaturesHaveNoInfluence() {
    let distribution = FeatureDistribution(vectors(3000, seed: 1), ignoring: [1])
    let distances = [-50, 0, 50].map { distribution.distance([1, $0, 4000]) }
    #expect(Set(distances).count == 1 && abs(distances[0] - 2.0 / 3) < 0.05, "\(distances)")
  }

  @Test func likeVectorsAreOneAwayOnTheMean() {
    let distribution = FeatureDistribution(vectors(3000, seed: 1))
    let mean = vectors(3000, seed: 2).reduce(Float(0)) { $0 + distribution.distance($1) } / 3000
    #expect(abs(mean - 1) < 0.1)
  }

  @Test func fewVectorsOfManyFeaturesAreNoSingularity() {
    let few = (0..<10).map { number in
      var generator = KeyedGenerator(3, number)
      return (0..<40).map { _ in generator.normal() }
    }
    let distribution = FeatureDistribution(few)
    var generator = KeyedGenerator(4)
    let fresh = distribution.distance((0..<40).map { _ in generator.normal() })
    #expect(fresh.isFinite && fresh > 0.3 && fresh < 4, "\(fresh)")
    // Features that never moved are no division by 0.
    let still = FeatureDistribution([[1, 5], [2, 5], [3, 5]])
    #expect(still.distance([2, 5]) < 0.1 && still.distance([2, 6]).isFinite)
    #expect(still.distance([2, 6]) > 1)
  }
}
