import RandomNumbers
import Testing

@testable import Atomistics

@Suite struct RadialDistributionTests {
  @Test func aSimpleCubicCrystalHasItsShells() {
    let crystal = AtomicStructure(cell: [[3, 0, 0], [0, 3, 0], [0, 0, 3]], positions: [.zero], species: [0])
    var distribution = RadialDistribution(to: 6, bins: 60)
    distribution.add(crystal)
    let width = distribution.width
    func count(_ range: ClosedRange<Double>) -> Double {
      distribution.values.filter { range.contains($0.x) }.reduce(0) { sum, point in
        let (inner, outer) = (point.x - width / 2, point.x + width / 2)
        return sum + point.y / 27 * 4 / 3 * .pi * (outer * outer * outer - inner * inner * inner)
      }
    }
    #expect(abs(count(0...2.9)) < 1e-9 && abs(count(2.9...3.1) - 6) < 1e-9)
    #expect(abs(count(4.1...4.4) - 12) < 1e-9 && abs(count(5...5.4) - 8) < 1e-9)
  }

  @Test func anIdealGasIsEvenlyDistributed() {
    var generator = KeyedGenerator(1)
    var distribution = RadialDistribution(to: 5, bins: 5)
    for _ in 0..<20 {
      let positions = (0..<60).map { _ in
        SIMD3((0..<3).map { _ in 10 * Double(generator.uniform(in: 0...1)) })
      }
      let cell: [SIMD3<Double>] = [[10, 0, 0], [0, 10, 0], [0, 0, 10]]
      distribution.add(AtomicStructure(cell: cell, positions: positions, species: [Int](repeating: 0, count: 60)))
    }
    // 59 of 60 atoms are others.
    for point in distribution.values.dropFirst() { #expect(abs(point.y - 59 / 60) < 0.1) }
  }

  @Test func curvesAreInterpolated() {
    let curve: [SIMD2<Double>] = [[1, 2], [2, 4], [4, 0]]
    #expect(RadialDistribution.interpolate(curve, at: 0) == 2 && RadialDistribution.interpolate(curve, at: 9) == 0)
    #expect(RadialDistribution.interpolate(curve, at: 1.5) == 3 && RadialDistribution.interpolate(curve, at: 3) == 2)
  }
}
