import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct AtomicPhaseFactorsTests {
  @Test func productsArePhaseFactors() {
    let position: Vector3 = [0.137, -2.71, 0.9999]
    let tables = AtomicPhaseFactors(position: position, extent: (h: 3, k: 0, l: 5))
    for h in -3...3 {
      for l in -5...5 {
        let angle = -2 * Double.pi * (Double(h) * position.x + Double(l) * position.z)
        let phase = tables.phase(h + 3, 0, l + 5)
        #expect(abs(phase.x - cos(angle)) < 1e-12 && abs(phase.y - sin(angle)) < 1e-12)
      }
    }
  }

  @Test func latticeTranslationsKeepThePhases() {
    let extent = (h: 2, k: 2, l: 2)
    let here = AtomicPhaseFactors(position: [0.2, 0.3, 0.4], extent: extent)
    let there = AtomicPhaseFactors(position: [5.2, -0.7, 3.4], extent: extent)
    for h in 0...4 {
      for k in 0...4 {
        for l in 0...4 {
          let difference = here.phase(h, k, l) - there.phase(h, k, l)
          #expect((difference * difference).sum() < 1e-24)
        }
      }
    }
  }
}
