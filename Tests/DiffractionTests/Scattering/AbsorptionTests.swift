import Crystallography
import Testing

@testable import Diffraction

@Suite struct AbsorptionTests {
  private static let beam = ElectronBeam(acceleratingVoltage: 20)

  private static func factors(
    _ crystal: Crystal,
    _ absorption: Absorption
  ) -> StructureFactors {
    StructureFactors(of: crystal, beam: beam, reach: 1, absorption: absorption)
  }

  @Test func absorptionDoesNotChangeTheElasticPart() throws {
    let crystal = try CrystalExamples.galliumArsenide()
    let none = Self.factors(crystal, .none)
    #expect(none.absorptive.allSatisfy { $0 == .zero })
    for absorption in [Absorption.thermalDiffuse, .proportional(0.1)] {
      let factors = Self.factors(crystal, absorption)
      #expect(factors.elastic == none.elastic && factors.emission == none.emission)
      #expect(factors.absorptive[factors.origin].x > 0)
    }
  }

  @Test func proportionalAbsorptionIsAFractionOfU() throws {
    let factors = Self.factors(try CrystalExamples.triclinic(), .proportional(0.07))
    let tolerance = 1e-6 * factors.elastic[factors.origin].x
    for (elastic, absorptive) in zip(factors.elastic, factors.absorptive) {
      let error = 0.07 * elastic - absorptive
      #expect((error * error).sum().squareRoot() < tolerance)
    }
  }

  @Test func thermalDiffuseAbsorptionHasThePhasesOfU() throws {
    let factors = Self.factors(try CrystalExamples.silicon(), .thermalDiffuse)
    func ratio(_ index: MillerIndex) -> Float {
      let position = factors.index(of: index)
      let (elastic, absorptive) = (factors.elastic[position], factors.absorptive[position])
      // Parallel in the complex plane.
      let cross = elastic.x * absorptive.y - elastic.y * absorptive.x
      #expect(abs(cross) < 1e-5 * (elastic * elastic).sum())
      return (elastic * absorptive).sum() / (elastic * elastic).sum()
    }
    let ratios = [
      MillerIndex(0, 0, 0), MillerIndex(1, 1, 1), MillerIndex(2, 2, 0), MillerIndex(3, 1, 1),
      MillerIndex(4, 0, 0),
    ].map(ratio)
    #expect(ratios == ratios.sorted())
    // Twice as strong at 20 kV as at 100 kV, where it is 1 to 10 %.
    #expect(ratios[0] > 0.01 && ratios[4] < 0.15, "\(ratios)")
  }

  @Test func meanAbsorptionIsTheLargestCoefficient() throws {
    for crystal in [try CrystalExamples.triclinic(), try CrystalExamples.magnesium()] {
      let factors = Self.factors(crystal, .thermalDiffuse)
      let mean = factors.absorptive[factors.origin]
      #expect(mean.x > 0 && mean.y == 0)
      for (position, value) in factors.absorptive.enumerated() where position != factors.origin {
        #expect((value * value).sum().squareRoot() < mean.x)
      }
    }
  }
}
