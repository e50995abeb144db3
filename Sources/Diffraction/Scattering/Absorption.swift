/// The model of absorption, the loss of electrons from the diffracted waves.
public enum Absorption: Sendable, Hashable {
  /// Thermal diffuse scattering, atom by atom (`AbsorptiveScatteringFactor`).
  case thermalDiffuse
  /// Absorption proportional to elastic scattering: U' is this fraction of U.
  case proportional(Double)
  /// No absorption.
  case none
}
