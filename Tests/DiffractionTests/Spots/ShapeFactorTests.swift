import Foundation
import Testing

@testable import Diffraction

@Suite struct ShapeFactorTests {
  private let kinematical = ShapeFactor(thickness: 200, spread: 0, isTwoBeam: false)
  private let twoBeam = ShapeFactor(thickness: 200, spread: 0, isTwoBeam: true)

  @Test func rockingCurveHasItsPeakAndZeros() {
    let bragg = kinematical.intensity(excitationError: 0, inverseExtinction: 0.001)
    #expect(abs(bragg - pow(.pi * 0.2, 2)) < 1e-12)
    for thickness in [50.0, 200, 800] {
      let factor = ShapeFactor(thickness: thickness, spread: 0, isTwoBeam: false)
      func relative(_ s: Double) -> Double {
        factor.intensity(excitationError: s / thickness, inverseExtinction: 0.001)
          / factor.intensity(excitationError: 0, inverseExtinction: 0.001)
      }
      #expect(relative(1) < 1e-20 && relative(-2) < 1e-20)
      #expect(abs(relative(0.5) - 4 / (.pi * .pi)) < 1e-12)
    }
  }

  @Test func twoBeamIntensityOscillatesUpToOne() {
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

  @Test func weakBeamsAreKinematical() {
    for s in [0, 0.001, 0.004, 0.02] {
      let one = kinematical.intensity(excitationError: s, inverseExtinction: 1e-6)
      let two = twoBeam.intensity(excitationError: s, inverseExtinction: 1e-6)
      let bragg = kinematical.intensity(excitationError: 0, inverseExtinction: 1e-6)
      #expect(abs(one - two) < 1e-5 * bragg)
    }
  }

  @Test(arguments: [(0.0, 0.001), (0.003, 0.004), (-0.02, 0.025), (0.05, 0.2), (0.3, 0.2)]
  )
  func meanOverTiltsIsTheIntegralOverAzimuth(middle: Double, amplitude: Double) {
    let spread = ShapeFactor(thickness: 200, spread: 0.3, isTwoBeam: false)
    for factor in [kinematical, twoBeam, spread] {
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
      #expect(abs(mean / (sum / Double(count)) - 1) < 1e-5)
    }
  }

  @Test(arguments: [false, true]
  )
  func thicknessSpreadAveragesFoils(isTwoBeam: Bool) {
    let spread = 0.25
    let factor = ShapeFactor(thickness: 200, spread: spread, isTwoBeam: isTwoBeam)
    for s in [0, 0.001, 0.005, 0.01, 0.02] {
      var (sum, weights) = (0.0, 0.0)
      for step in -400...400 {
        let deviation = Double(step) / 100
        let weight = exp(-deviation * deviation / 2)
        let foil = ShapeFactor(
          thickness: 200 * (1 + spread * deviation),
          spread: 0,
          isTwoBeam: isTwoBeam
        )
        sum += weight * foil.intensity(excitationError: s, inverseExtinction: 0.002)
        weights += weight
      }
      let intensity = factor.intensity(excitationError: s, inverseExtinction: 0.002)
      #expect(abs(intensity / (sum / weights) - 1) < 0.002)
    }
  }

  @Test func withoutAmplitudeTheMeanIsTheIntensity() {
    let mean = twoBeam.meanIntensity(middle: 0.002, amplitude: 0, inverseExtinction: 0.003)
    #expect(mean == twoBeam.intensity(excitationError: 0.002, inverseExtinction: 0.003))
  }
}
