import Crystallography
import Foundation
import Testing

@testable import Diffraction

@Suite struct DynamicalPotentialTests {
  private static func make(
    _ crystal: Crystal,
    thresholds: BetheThresholds = BetheThresholds()
  ) -> (potential: DynamicalPotential, factors: StructureFactors) {
    let factors = StructureFactors(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      reach: 2,
      absorption: .proportional(0.1)
    )
    let potential = DynamicalPotential(
      factors: factors,
      cell: crystal.cell,
      minimumSpacing: 1,
      thresholds: thresholds
    )
    return (potential, factors)
  }

  @Test func beamsAreTheNonExtinctReflectionsByLength() throws {
    let crystal = try CrystalExamples.silicon()
    let (potential, factors) = Self.make(crystal)
    var expected: [Int32] = []
    for index in factors.reflections(within: 1) where index != MillerIndex(0, 0, 0) {
      let isUnmixed = [index.k, index.l].allSatisfy { ($0 - index.h) % 2 == 0 }
      let isPresent = isUnmixed && (index.h % 2 != 0 || (index.h + index.k + index.l) % 4 == 0)
      guard isPresent else { continue }
      let beam = potential.beams[expected.count]
      let vector = crystal.cell.reciprocalVector(of: index)
      for axis in 0..<3 { #expect(abs(Double(beam.vector[axis]) - vector[axis]) < 1e-6) }
      #expect(abs(Double(beam.vector.w) - vector.dot(vector)) < 1e-6)
      expected.append(Int32(factors.index(of: index)))
    }
    #expect(potential.beams.map(\.tableIndex) == expected)
    // (111), (220), (311), (400), (331), (422) and (511) with (333), all with h² + k² + l² up to 29.5.
    #expect(expected.count == 8 + 12 + 24 + 6 + 24 + 24 + 32)
  }

  @Test func differencesOfTableIndicesIndexTheCoupling() throws {
    let crystal = try CrystalExamples.triclinic()
    let (potential, factors) = Self.make(crystal)
    let indices = factors.reflections(within: 0.6)
    for first in indices {
      for second in indices {
        let position = factors.index(of: first) - factors.index(of: second) + potential.origin
        let coupling = factors.index(of: first - second)
        let entry = potential.table[position]
        #expect(SIMD2(entry[0], entry[1]) == factors.elastic[coupling])
        #expect(SIMD2(entry[2], entry[3]) == factors.absorptive[coupling])
        #expect(SIMD2(entry[4], entry[5]) == factors.emission[coupling])
      }
    }
    #expect(potential.meanAbsorption == factors.absorptive[factors.origin].x)
    #expect(potential.meanAbsorption > 0)
  }

  @Test func meanInnerPotentialShortensTheWavelength() throws {
    let (potential, factors) = Self.make(try CrystalExamples.nickel())
    // The electrons gain e V₀ on entering: k² = K² + U₀ is that of a beam with the voltage increased by V₀, to 10⁻⁵.
    let volts = factors.meanInnerPotential
    #expect(volts > 25 && volts < 32)
    let inside = ElectronBeam(acceleratingVoltage: 20 + volts / 1000).wavenumber
    #expect(abs(Double(potential.wavenumber) / inside - 1) < 1e-5)
    #expect(Double(potential.wavenumber) > factors.beam.wavenumber * 1.0005)
  }

  @Test func thresholdsAreInUnitsOfLambdaU() throws {
    let thresholds = BetheThresholds(strong: 6, weak: 30, cutoff: 100)
    let crystal = try CrystalExamples.nickel()
    let (potential, factors) = Self.make(crystal, thresholds: thresholds)
    // 1 / (λ|U|) is the extinction distance apart from refraction.
    let distance = factors.extinctionDistance(of: MillerIndex(1, 1, 1))
    #expect(abs(Double(potential.strongLimit) * distance / 6 - 1) < 1e-3)
    #expect(abs(potential.weakLimit / potential.strongLimit - 5) < 1e-5)
    let own = factors.extinctionDistance(of: MillerIndex(2, 2, 0))
    let beam = try #require(
      potential.beams.first {
        Int($0.tableIndex) == factors.index(of: MillerIndex(2, 2, 0))
      }
    )
    #expect(abs(Double(beam.reach) * own / 100 - 1) < 1e-3)
  }

  @Test func coefficientsAreRealOnlyWithACentreAtTheOrigin() throws {
    let nickel = try CrystalExamples.nickel()
    let silicon = try CrystalExamples.silicon()
    #expect(Self.make(nickel).potential.isReal)
    #expect(Self.make(try CrystalExamples.pyrite()).potential.isReal)
    // Silicon's centres lie between the atoms, not at the origin.
    #expect(!Self.make(silicon).potential.isReal)
    #expect(Self.make(silicon.translated(by: [-0.125, -0.125, -0.125])).potential.isReal)
    #expect(!Self.make(nickel.translated(by: [0.1, 0, 0])).potential.isReal)
    #expect(!Self.make(try CrystalExamples.galliumArsenide()).potential.isReal)
  }

  @Test func greaterDepthsAndMoreStrongBeamsAllowMoreWaves() throws {
    let crystal = try CrystalExamples.nickel()
    let (narrow, _) = Self.make(crystal, thresholds: BetheThresholds(strong: 4))
    let (wide, _) = Self.make(crystal, thresholds: BetheThresholds(strong: 8))
    let depths = [10.0, 20, 40].map(DepthProfile.init(mostProbableDepth:))
    for depth in depths {
      #expect(wide.greatestNumberOfWaves(depth) > narrow.greatestNumberOfWaves(depth))
      // Phases 2πsz of the strong beams down to the mean depth, which is twice the most probable one.
      let phase = 2 * Double.pi * Double(wide.strongLimit) * 2 * depth.mostProbableDepth
      #expect(Double(wide.greatestNumberOfWaves(depth)) > phase)
    }
    let counts = depths.map(wide.greatestNumberOfWaves)
    #expect(counts == counts.sorted() && counts[0] < counts[2])
  }
}
