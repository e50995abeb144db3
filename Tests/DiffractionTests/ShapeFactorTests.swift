import Foundation
import Testing

@testable import Diffraction

@Suite("Shape factors") struct ShapeFactorTests {
  private let kinematical = ShapeFactor(thickness: 200, isTwoBeam: false)
  private let twoBeam = ShapeFactor(thickness: 200, isTwoBeam: true)

  @Test("At the Bragg condition the intensity is (πt/ξ)²; its first zero is at s = 1/t")
  func rocking() {
    let bragg = kinematical.intensity(excitationError: 0, inverseExtinction: 0.001)
    #expect(abs(bragg - pow(.pi * 0.2, 2)) < 1e-12)
    for thickness in [50.0, 200, 800] {
      let factor = ShapeFactor(thickness: thickness, isTwoBeam: false)
      func relative(_ s: Double) -> Double {
        factor.intensity(excitationError: s / thickness, inverseExtinction: 0.001)
          / factor.intensity(excitationError: 0, inverseExtinction: 0.001)
      }
      #expect(relative(1) < 1e-20 && relative(-2) < 1e-20)
      #expect(abs(relative(0.5) - 4 / (.pi * .pi)) < 1e-12)
    }
  }

  @Test("Two beams exchange electrons: sin² πt/ξ at the Bragg condition, never more than 1")
  func pendulum() {
    for inverse in [0.0005, 0.0025, 0.005, 0.01] {
      let bragg = twoBeam.intensity(excitationError: 0, inverseExtinction: inverse)
      #expect(abs(bragg - pow(sin(.pi * 200 * inverse), 2)) < 1e-12)
      for step in 0...100 {
        let s = Double(step) * 0.0003
        let intensity = twoBeam.intensity(excitationError: s, inverseExtinction: inverse)
        let most = 1 / (1 + pow(s / inverse, 2))
        #expect(intensity <= most + 1e-12)
      }
    }
  }

  @Test("What diffracts weakly does so kinematically")
  func limit() {
    for s in [0, 0.001, 0.004, 0.02] {
      let one = kinematical.intensity(excitationError: s, inverseExtinction: 1e-6)
      let two = twoBeam.intensity(excitationError: s, inverseExtinction: 1e-6)
      #expect(abs(one - two) < 1e-5 * one)
    }
  }

  @Test(
    "The mean over tilts is the integral over the azimuth",
    arguments: [(0.0, 0.001), (0.003, 0.004), (-0.02, 0.025), (0.05, 0.2), (0.3, 0.2)]
  )
  func precession(middle: Double, amplitude: Double) {
    for factor in [kinematical, twoBeam] {
      let count = 100_000
      let sum = (0..<count).reduce(0.0) { sum, step in
        let azimuth = 2 * Double.pi * Double(step) / Double(count)
        return sum
          + factor.intensity(
            excitationError: middle + amplitude * cos(azimuth),
            inverseExtinction: 0.004
          )
      }
      let mean = factor.meanIntensity(
        middle: middle,
        amplitude: amplitude,
        inverseExtinction: 0.004
      )
      #expect(abs(mean / (sum / Double(count)) - 1) < 1e-6)
    }
  }

  @Test("A beam at rest has but one excitation error")
  func rest() {
    let mean = twoBeam.meanIntensity(middle: 0.002, amplitude: 0, inverseExtinction: 0.003)
    #expect(mean == twoBeam.intensity(excitationError: 0.002, inverseExtinction: 0.003))
  }
}
