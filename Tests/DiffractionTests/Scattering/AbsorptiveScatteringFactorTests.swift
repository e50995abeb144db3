import Foundation
import Testing

@testable import Diffraction

@Suite struct AbsorptiveScatteringFactorTests {
  private static let beam = ElectronBeam(acceleratingVoltage: 100)

  private static func elastic(_ atomicNumber: Int) throws -> ElectronScatteringFactor {
    try #require(ElectronScatteringFactor(atomicNumber: atomicNumber))
  }

  private static func factor(
    _ atomicNumber: Int,
    debyeWallerFactor: Double,
    beam: ElectronBeam = beam,
    reach: Double = 1
  ) throws -> AbsorptiveScatteringFactor {
    AbsorptiveScatteringFactor(
      elastic: try elastic(atomicNumber),
      debyeWallerFactor: debyeWallerFactor,
      beam: beam,
      reach: reach
    )
  }

  @Test(
    arguments: zip(PengScatteringFactor.examples, [0.46, 0.37, 0.70, 0.62])
  )
  func agreesWithTheClosedFormForGaussians(
    reference: PengScatteringFactor,
    debyeWallerFactor: Double
  ) throws {
    let factor = try Self.factor(
      reference.atomicNumber,
      debyeWallerFactor: debyeWallerFactor,
      reach: 2
    )
    for step in 0...20 {
      let g = 0.1 * Double(step)
      let expected = reference.absorptive(
        g,
        debyeWallerFactor: debyeWallerFactor,
        velocityRatio: Self.beam.velocityRatio
      )
      // The Gaussians end at s = 6 Å⁻¹, so the largest angles are missing.
      #expect(abs(factor(g) / expected - 1) < 0.06, "\(g) Å⁻¹: \(factor(g)), \(expected)")
    }
  }

  @Test func satisfiesTheOpticalTheorem() throws {
    // σ = ∫ |γf|² (1 - exp(-2Bs²)) dΩ, with dΩ = λ² d(g)², is 2γλ f'(0). Integrated over u with s = e^u.
    let debyeWallerFactor = 0.5
    for atomicNumber in [6, 14, 79] {
      let elastic = try Self.elastic(atomicNumber)
      var crossSection = 0.0
      let step = 0.01
      for index in -700...700 {
        let s = exp(Double(index) * step)
        let amplitude = Self.beam.relativisticMassRatio * elastic(2 * s)
        let diffuse = 1 - exp(-2 * debyeWallerFactor * s * s)
        let wavelength = Self.beam.wavelength
        crossSection +=
          amplitude * amplitude * diffuse * wavelength * wavelength * 8 * .pi * s * s * step
      }
      let expected = crossSection / (2 * Self.beam.relativisticMassRatio * Self.beam.wavelength)
      let value = try Self.factor(
        atomicNumber,
        debyeWallerFactor: debyeWallerFactor,
        reach: 0.1
      )(0)
      #expect(abs(value / expected - 1) < 1e-3, "\(atomicNumber): \(value), \(expected)")
    }
  }

  @Test func atomsAtRestDoNotAbsorb() throws {
    let factor = try Self.factor(79, debyeWallerFactor: 0)
    for step in 0...10 { #expect(abs(factor(0.1 * Double(step))) < 1e-12) }
  }

  @Test func increasesWithVibration() throws {
    for atomicNumber in [13, 28, 79] {
      let elastic = try Self.elastic(atomicNumber)
      var last = 0.0
      for debyeWallerFactor in [0.05, 0.2, 0.5, 1.0] {
        let value = try Self.factor(atomicNumber, debyeWallerFactor: debyeWallerFactor, reach: 0.1)(
          0
        )
        #expect(value > last)
        last = value
      }
      let typical = try Self.factor(atomicNumber, debyeWallerFactor: 0.5, reach: 0.1)(0)
      let ratio = typical / elastic(0)
      #expect(ratio > 0.005 && ratio < 0.12, "\(atomicNumber): \(ratio)")
    }
  }

  // G. Radi, Acta Cryst. A26, 41 (1970): "the ratio … increases about linearly with Z, for a given g".
  @Test func ratioToElasticScatteringIsNearlyLinearInZ() throws {
    let ratios = try [13, 26, 47, 79].map { atomicNumber in
      let value = try Self.factor(atomicNumber, debyeWallerFactor: 0.5)(0.5)
      return value / (try Self.elastic(atomicNumber)(0.5)) / Double(atomicNumber)
    }
    let (least, greatest) = (ratios.min() ?? 0, ratios.max() ?? 0)
    #expect(least > 0 && greatest < 1.6 * least, "\(ratios)")
  }

  @Test func fallsSlowerThanElasticScatteringAndScalesAsInverseVelocity() throws {
    let factor = try Self.factor(28, debyeWallerFactor: 0.36)
    let elastic = try Self.elastic(28)
    for step in 1...10 {
      let g = 0.1 * Double(step)
      #expect(factor(g) > 0 && factor(g) < factor(g - 0.1))
      #expect(factor(g) / elastic(g) > factor(g - 0.1) / elastic(g - 0.1))
    }
    let slow = ElectronBeam(acceleratingVoltage: 20)
    let slower = try Self.factor(28, debyeWallerFactor: 0.36, beam: slow)
    let expected = Self.beam.velocityRatio / slow.velocityRatio
    #expect(abs(slower(0.5) / factor(0.5) - expected) < 1e-9)
  }

  @Test func isZeroBeyondItsReach() throws {
    let factor = try Self.factor(28, debyeWallerFactor: 0.36, reach: 0.5)
    #expect(factor(0.5) > 0)
    #expect(factor(5) == 0)
  }
}
