/// One of the seven crystal systems: the classification of point groups by their characteristic axes.
///
/// International Tables for Crystallography A (2016), section 2.1.1. It differs from `LatticeSystem` in the
/// hexagonal family only: a trigonal crystal may have a hexagonal (hP) or a rhombohedral (hR) lattice.
public enum CrystalSystem: String, CaseIterable, Codable, Sendable {
  /// No axis beyond the first order.
  case triclinic
  /// One twofold axis or mirror plane.
  case monoclinic
  /// Three perpendicular twofold axes or mirror planes.
  case orthorhombic
  /// One fourfold axis.
  case tetragonal
  /// One threefold axis.
  case trigonal
  /// One sixfold axis.
  case hexagonal
  /// Four threefold axes.
  case cubic

  /// The crystal family, which unites the trigonal and the hexagonal system.
  public var crystalFamily: CrystalFamily {
    switch self {
    case .triclinic: .triclinic
    case .monoclinic: .monoclinic
    case .orthorhombic: .orthorhombic
    case .tetragonal: .tetragonal
    case .trigonal, .hexagonal: .hexagonal
    case .cubic: .cubic
    }
  }
}
