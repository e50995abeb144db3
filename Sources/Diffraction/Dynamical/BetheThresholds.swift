/// Which beams are treated exactly, which by perturbation, and which not at all.
///
/// H. A. Bethe, Ann. Phys. 392, 55 (1928): beams far from the Ewald sphere are weak, and act on the strong ones
/// as a second-order correction of the potential. How far is measured by the excitation error |s_g| in units of
/// the inverse of an extinction distance, λ|U|, as in Callahan and De Graef, Microsc. Microanal. 19, 1255 (2013).
public struct BetheThresholds: Sendable, Hashable, Codable {
  /// Beams up to this many λU_max are strong, U_max being the greatest of the crystal.
  public var strong: Double
  /// Beams up to this many λU_max, if not strong, are weak.
  public var weak: Double
  /// Beams beyond this many λ|U_g| of their own are left out, however near the sphere.
  public var cutoff: Double

  /// Creates thresholds.
  public init(strong: Double = 8, weak: Double = 60, cutoff: Double = 400) {
    (self.strong, self.weak, self.cutoff) = (strong, weak, cutoff)
  }
}
