/// The thresholds that select strong beams (treated exactly), weak beams (by perturbation) and neglected beams.
///
/// H. A. Bethe, Ann. Phys. 392, 55 (1928): beams far from the Ewald sphere are weak and act on the strong ones as a
/// second-order correction of the potential. The measure is the excitation error |s_g| in units of an inverse
/// extinction distance λ|U|, as in Callahan and De Graef, Microsc. Microanal. 19, 1255 (2013).
public struct BetheThresholds: Sendable, Hashable, Codable {
  /// The largest |s_g| of a strong beam, in units of λU_max with the crystal's largest |U|.
  public var strong: Double
  /// The largest |s_g| of a weak beam, in units of λU_max.
  public var weak: Double
  /// The largest |s_g| of any beam, in units of its own λ|U_g|.
  public var cutoff: Double

  /// Creates thresholds.
  public init(strong: Double = 8, weak: Double = 60, cutoff: Double = 400) {
    (self.strong, self.weak, self.cutoff) = (strong, weak, cutoff)
  }
}
