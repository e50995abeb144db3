import Foundation
import Testing

@testable import Diffraction

@Suite struct BandProfileTests {
  private static let plain = BandProfile(edgeWidth: 0.2, edgeExcess: 0, fringe: 0, ridge: 0)
  private static let rich = BandProfile(edgeWidth: 0.15, edgeExcess: 0.3, fringe: 0.2, ridge: 0.4)

  @Test func plainBandIsOneInsideHalfAtTheEdgesZeroOutside() {
    for u in [Float(0), 0.3, 0.7, 0.79] { #expect(abs(Self.plain(u) - 1) < 1e-6) }
    #expect(abs(Self.plain(1) - 0.5) < 1e-6)
    // The edge is odd about its centre.
    for offset in [Float(0.05), 0.1, 0.15] {
      #expect(abs(Self.plain(1 - offset) + Self.plain(1 + offset) - 1) < 1e-6)
    }
    for u in [Float(1.21), 1.5, 40] { #expect(abs(Self.plain(u)) < 1e-6) }
  }

  @Test func edgesFringesAndRidgeHaveTheirHeights() {
    #expect(abs(Self.rich(0) - 1.4) < 1e-6)
    let withoutRidge = BandProfile(edgeWidth: 0.15, edgeExcess: 0.3, fringe: 0.2)
    #expect(abs(withoutRidge(0) - 1) < 1e-6)
    #expect(abs(withoutRidge(0.85) - 1.3) < 1e-5)
    #expect(abs(withoutRidge(1.15) + 0.2) < 1e-5)
    let values = stride(from: Float(0), through: 2, by: 0.005).map { withoutRidge($0) }
    // The edge and the fringe are the extremes, apart from the slope of the step.
    #expect((values.max() ?? 0) < 1.31 && (values.min() ?? 0) > -0.21)
  }

  @Test func isEvenContinuousAndEndsAtItsReach() {
    for profile in [Self.plain, Self.rich, BandProfile(), BandProfile(edgeWidth: 0.4, ridge: 1)] {
      let step: Float = 0.002
      var last = profile(0)
      for index in 1...1500 {
        let u = Float(index) * step
        let value = profile(u)
        #expect(value == profile(-u))
        #expect(abs(value - last) < 0.03)
        if u > profile.reach { #expect(value == 0) }
        last = value
      }
      #expect(abs(profile(profile.reach - 0.001)) < 0.001)
    }
  }

  @Test func roundTripsThroughJSON() throws {
    let data = try JSONEncoder().encode(Self.rich)
    #expect(try JSONDecoder().decode(BandProfile.self, from: data) == Self.rich)
  }
}
