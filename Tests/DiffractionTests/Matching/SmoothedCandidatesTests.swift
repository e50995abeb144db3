import Foundation
import Imaging
import Testing
import Workers

@testable import Diffraction

@Suite struct SmoothedCandidatesTests {
  private static let master = MasterPattern(size: 61) { Float(cos(15 * $0.x * $0.z)) }

  private static func deviation(_ candidates: SmoothedCandidates, by pixels: Double, _ side: Int, z: Double) -> Float {
    let geometry = DetectorGeometry(width: 80, height: 60, patternCenter: [0.5, 0.3, z])
    let filter = MatchedFilter(width: 80, height: 60, largestSide: side)
    return candidates.projectors(by: pixels, filter, geometry, pool: WorkerPool(threads: 1))[0].statistics.deviation
  }

  @Test func coarserPixelsAreSmoothedMore() {
    let candidates = SmoothedCandidates([KikuchiProjector(Self.master)])
    let fine = Self.deviation(candidates, by: 0.5, 80, z: 0.6)
    let coarse = Self.deviation(candidates, by: 0.5, 16, z: 0.6)
    #expect(coarse < fine && fine < KikuchiProjector(Self.master).statistics.deviation)
    // A screen nearer to the sample has larger pixels.
    #expect(Self.deviation(candidates, by: 0.5, 16, z: 0.3) < coarse)
    #expect(Self.deviation(candidates, by: 0, 16, z: 0.6) == KikuchiProjector(Self.master).statistics.deviation)
  }
}
