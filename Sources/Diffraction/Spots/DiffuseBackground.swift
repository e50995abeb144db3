/// The diffuse intensity between the spots, from inelastic and thermal scattering and from amorphous layers.
///
/// A Lorentzian around the direct beam, strength / (1 + (q/w)²), since inelastic scattering through an angle θ is
/// proportional to 1 / (θ² + θ_E²) (R. F. Egerton, Electron Energy-Loss Spectroscopy in the Electron Microscope, 2011,
/// chapter 3). Multiple and thermal scattering make it much broader than θ_E.
public struct DiffuseBackground: Codable, Sendable, Hashable {
  /// The background at the direct beam, in units of the strongest diffracted spot's peak.
  public var strength: Float
  /// The half width at half maximum w, in Å⁻¹.
  public var width: Float

  /// Creates a background; see the properties.
  public init(strength: Float = 0.03, width: Float = 0.3) {
    self.strength = strength
    self.width = width
  }

  /// Validates the background.
  ///
  /// - Throws: `DiffractionError.invalidSetting`.
  public func validate() throws(DiffractionError) {
    try DiffractionError.check("background strength", strength, in: 0...1e6)
    try DiffractionError.check("background width", width, in: 0.001...100)
  }
}
