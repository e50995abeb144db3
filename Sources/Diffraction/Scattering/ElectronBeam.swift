import Foundation

/// A monoenergetic electron beam.
///
/// The constants are the CODATA 2018 values (E. Tiesinga et al., Rev. Mod. Phys. 93, 025010, 2021).
public struct ElectronBeam: Sendable, Hashable {
  /// The accelerating voltage in kV.
  public let acceleratingVoltage: Double

  /// The rest energy of the electron in keV.
  package static let restEnergy = 510.998_950_00
  /// The Compton wavelength h / (m₀ c) in Å.
  package static let comptonWavelength = 0.024_263_102_386_7

  /// Creates a beam with an accelerating voltage in kV, above 0.
  public init(acceleratingVoltage: Double) {
    precondition(acceleratingVoltage > 0, "the accelerating voltage must be above 0 kV")
    self.acceleratingVoltage = acceleratingVoltage
  }

  /// The relativistic wavelength λ = h c / √(E (E + 2 m₀c²)) in Å, with the kinetic energy E.
  public var wavelength: Double {
    let energy = acceleratingVoltage
    return Self.comptonWavelength * Self.restEnergy / (energy * (energy + 2 * Self.restEnergy)).squareRoot()
  }

  /// The wavenumber 1 / λ in Å⁻¹, without 2π.
  public var wavenumber: Double { 1 / wavelength }

  /// The relativistic mass in units of the rest mass, γ = 1 + E / (m₀c²).
  public var relativisticMassRatio: Double { 1 + acceleratingVoltage / Self.restEnergy }

  /// The velocity in units of the speed of light, β = √(1 - 1/γ²).
  public var velocityRatio: Double {
    let gamma = relativisticMassRatio
    return (1 - 1 / (gamma * gamma)).squareRoot()
  }
}
