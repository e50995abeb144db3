import Diffraction
import Foundation
import Testing

@Suite struct ElectronScatteringFactorTests {
  private static func factor(_ atomicNumber: Int) throws -> ElectronScatteringFactor {
    try #require(ElectronScatteringFactor(atomicNumber: atomicNumber))
  }

  // P. A. Doyle and P. S. Turner, Acta Cryst. A24, 390 (1968), as in International Tables for Crystallography C
  // (2006), table 4.3.1.1, s = 0.
  @Test(arguments: [
    (3, 3.286), (6, 2.509), (8, 1.983), (11, 4.778), (12, 5.207), (13, 5.889), (14, 5.828),
    (22, 8.776), (26, 7.165), (28, 6.569), (29, 5.600), (31, 7.108), (32, 7.378), (33, 7.320),
    (47, 8.671), (79, 10.573),
  ]
  )
  func forwardScatteringAgreesWithHartreeFockAtoms(atomicNumber: Int, expected: Double) throws {
    let value = try Self.factor(atomicNumber)(0)
    #expect(abs(value / expected - 1) < 0.025, "\(value)")
  }

  @Test(arguments: PengScatteringFactor.examples)
  func agreesWithPengUpTo6PerAngstrom(reference: PengScatteringFactor) throws {
    let factor = try Self.factor(reference.atomicNumber)
    for step in 0...24 {
      let g = 0.1 * Double(step)
      #expect(abs(factor(g) / reference(g) - 1) < 0.03, "\(g) Å⁻¹")
    }
    // The reference Gaussians fall too fast at large g, by a few hundredths of an Å.
    for step in 24...60 {
      let g = 0.1 * Double(step)
      #expect(abs(factor(g) / reference(g) - 1) < 0.15, "\(g) Å⁻¹")
    }
  }

  @Test func isPositiveAndDecreasingForEveryElement() throws {
    for atomicNumber in 1...ElectronScatteringFactor.greatestAtomicNumber {
      let factor = try Self.factor(atomicNumber)
      var last = factor(0)
      // From 0.53 Å for hydrogen to the large atoms of caesium and francium.
      #expect(last > 0.4 && last < 25, "\(atomicNumber)")
      for step in 1...120 {
        let value = factor(0.1 * Double(step))
        #expect(value > 0 && value < last, "\(atomicNumber) at \(0.1 * Double(step)) Å⁻¹")
        last = value
      }
    }
  }

  @Test func followsMottBetheAtLargeAngles() throws {
    // The Mott–Bethe formula f = (Z - f_x) / (2π² a₀ g²), where the X-ray factor f_x tends to 0; light atoms reach
    // this limit first.
    let bohrRadius = 0.529_177_210_9
    func ratio(_ atomicNumber: Int, _ g: Double) throws -> Double {
      try Self.factor(atomicNumber)(g) * g * g * 2 * Double.pi * Double.pi * bohrRadius
        / Double(atomicNumber)
    }
    for atomicNumber in 1...ElectronScatteringFactor.greatestAtomicNumber {
      #expect(abs(try ratio(atomicNumber, 50) - 1) < 0.01, "\(atomicNumber)")
      let nearer = try ratio(atomicNumber, 6)
      #expect(nearer > 0.85 && nearer < 1, "\(atomicNumber): \(nearer)")
    }
    #expect(abs(try ratio(1, 6) - 1) < 2e-4)
  }

  @Test func isNilOutsideTheTable() {
    for atomicNumber in [Int.min, -1, 0, 104, 118, .max] {
      #expect(ElectronScatteringFactor(atomicNumber: atomicNumber) == nil)
    }
    #expect(ElectronScatteringFactor.greatestAtomicNumber == 103)
  }
}
