/// How electrons are lost from the diffracted waves.
public enum Absorption: Sendable, Hashable {
  /// By thermal diffuse scattering, atom by atom (`AbsorptiveScatteringFactor`).
  case thermalDiffuse
  /// In proportion to elastic scattering: U' is this fraction of U.
  case proportional(Double)
  /// Not at all.
  case none
}
