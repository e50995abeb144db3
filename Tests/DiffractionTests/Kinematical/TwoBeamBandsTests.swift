import Crystallography
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Diffraction

@Suite struct TwoBeamBandsTests {
  /// The sum over single reflections, as the formula stands.
  private func plainSum(
    _ crystal: Crystal,
    in direction: Vector3,
    spacing: Double,
    _ parameters: TwoBeamBands.Parameters
  ) -> Double {
    let beam = ElectronBeam(acceleratingVoltage: 20)
    let factors = StructureFactors(of: crystal, beam: beam, reach: 1 / spacing, absorption: .none)
    let k = beam.wavenumber
    let all = crystal.atoms.reduce(0) { $0 + $1.occupancy }
    let squares = crystal.atoms.reduce(0) {
      $0 + $1.occupancy * Double($1.element.atomicNumber * $1.element.atomicNumber)
    }
    let strongest =
      factors.reflections(within: 1 / spacing).dropFirst()
      .map { factors.intensity(of: $0) }.max() ?? 0
    var intensity = 0.0
    for index in factors.reflections(within: 1 / spacing).dropFirst()
    where factors.intensity(of: index) > 1e-6 * strongest {
      let u = SIMD2<Double>(factors.elastic[factors.index(of: index)])
      let s = SIMD2<Double>(factors.emission[factors.index(of: index)]) * all / squares
      let magnitude = (u * u).sum().squareRoot()
      let g = crystal.cell.reciprocalVector(of: index)
      let excitation = -(g.dot(g) + 2 * k * direction.dot(g)) / (2 * k)
      let w = excitation * k / magnitude * parameters.sharpness
      let q = 1 / (1 + w * w)
      let x = .pi * parameters.thickness * magnitude / k
      let x2 = x * x / q
      intensity += (s * u).sum() / magnitude * q * (parameters.absorption - w) * x2 / (1 + x2)
    }
    return intensity
  }

  @Test func pairsOfReflectionsGiveThePlainSum() throws {
    for crystal in [
      try CrystalExamples.nickel(), try CrystalExamples.galliumArsenide(),
      try CrystalExamples.triclinic(),
    ] {
      let parameters = TwoBeamBands.Parameters(sharpness: 1.3, thickness: 80, absorption: -0.7)
      let bands = TwoBeamBands(
        of: crystal,
        beam: ElectronBeam(acceleratingVoltage: 20),
        minimumSpacing: 0.9,
        count: 100_000,
        parameters: parameters
      )
      for number in 0..<20 {
        let angle = Double(number)
        let direction = Vector3(sin(angle), cos(angle) * 0.7, cos(3 * angle)).normalized
        let expected = plainSum(crystal, in: direction, spacing: 0.9, parameters)
        #expect(
          abs(Double(bands.intensity(in: direction)) - expected) < 2e-3 * max(0.1, abs(expected))
        )
      }
    }
  }
}
