/// The thresholds that divide beams into strong, weak and ignored ones.
///
/// Beams far from the Ewald sphere are weak and act on the strong ones as a second-order correction of the potential
/// (H. A. Bethe, Ann. Phys. 392, 55, 1928). The distance is the excitation error |s_g| in units of an inverse
/// extinction distance λ|U|, as in Callahan and De Graef, Microsc. Microanal. 19, 1255 (2013).
public struct BetheThresholds: Sendable, Hashable, Codable {
  /// The largest |s_g| of strong beams, in units of λU_max with the largest |U_g| of the crystal.
  public var strong: Double
  /// The largest |s_g| of weak beams, in units of λU_max.
  public var weak: Double
  /// The largest |s_g| of any beam, in units of its own λ|U_g|.
  public var cutoff: Double

  /// Creates thresholds.
  public init(strong: Double = 8, weak: Double = 60, cutoff: Double = 400) {
    (self.strong, self.weak, self.cutoff) = (strong, weak, cutoff)
  }
}
