import Diffraction
import Testing

@Suite struct ElectronBeamTests {
  // D. B. Williams and C. B. Carter, Transmission Electron Microscopy (2009), table 1.2; 20 kV from the formula of
  // P. Hirsch et al., Electron Microscopy of Thin Crystals (1965), appendix 2.
  @Test(arguments: [
    (20, 0.08588), (100, 0.03701), (120, 0.03349), (200, 0.02508), (300, 0.01969),
    (400, 0.01644), (1000, 0.00872),
  ]
  )
  func wavelengthsAgreeWithTables(voltage: Double, expected: Double) {
    let beam = ElectronBeam(acceleratingVoltage: voltage)
    #expect(abs(beam.wavelength - expected) < 1e-5)
    #expect(abs(beam.wavenumber * beam.wavelength - 1) < 1e-12)
  }

  // The same table: m / m₀, and v in 10⁸ m/s, given to about 0.1 %.
  @Test(arguments: [
    (100, 1.196, 1.644), (120, 1.235, 1.759), (200, 1.391, 2.086), (300, 1.587, 2.330),
    (1000, 2.957, 2.823),
  ]
  )
  func massAndVelocityAgreeWithTables(voltage: Double, mass: Double, velocity: Double) {
    let beam = ElectronBeam(acceleratingVoltage: voltage)
    #expect(abs(beam.relativisticMassRatio - mass) < 1e-3)
    #expect(abs(beam.velocityRatio * 2.997_924_58 / velocity - 1) < 1e-3)
  }

  @Test(arguments: [0.1, 5, 30, 300]
  )
  func momentumIsRelativistic(voltage: Double) {
    let beam = ElectronBeam(acceleratingVoltage: voltage)
    // h / (m₀ c) of CODATA 2018, in Å.
    let momentum = 0.024_263_102_386_7 / beam.wavelength
    #expect(
      abs(momentum / (beam.relativisticMassRatio * beam.velocityRatio) - 1) < 1e-9
    )
  }

  @Test func slowElectronsAreNonRelativistic() {
    // h² / (2 m₀ e) = 150.412 V Å².
    for voltage in [0.0001, 0.001, 0.01] {
      let beam = ElectronBeam(acceleratingVoltage: voltage)
      let expected = (150.412 / (1000 * voltage)).squareRoot()
      #expect(abs(beam.wavelength / expected - 1) < 2e-5)
    }
  }
}
