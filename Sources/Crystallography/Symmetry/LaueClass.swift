/// One of the 11 Laue classes: the point groups that diffraction distinguishes if Friedel's law holds.
///
/// The raw value is the symbol of the class's centrosymmetric point group. International Tables for
/// Crystallography A (2016), chapter 3.2.
public enum LaueClass: String, CaseIterable, Codable, Sendable {
  /// Laue class -1 of triclinic crystals.
  case bar1 = "-1"
  /// Laue class 2/m of monoclinic crystals.
  case twoOverM = "2/m"
  /// Laue class mmm of orthorhombic crystals.
  case mmm
  /// Laue class 4/m, the lower one of tetragonal crystals.
  case fourOverM = "4/m"
  /// Laue class 4/mmm, the higher one of tetragonal crystals.
  case fourOverMMM = "4/mmm"
  /// Laue class -3, the lower one of trigonal crystals.
  case bar3 = "-3"
  /// Laue class -3m, the higher one of trigonal crystals.
  case bar3M = "-3m"
  /// Laue class 6/m, the lower one of hexagonal crystals.
  case sixOverM = "6/m"
  /// Laue class 6/mmm, the higher one of hexagonal crystals.
  case sixOverMMM = "6/mmm"
  /// Laue class m-3, the lower one of cubic crystals.
  case mBar3 = "m-3"
  /// Laue class m-3m, the higher one of cubic crystals.
  case mBar3M = "m-3m"

  /// The centrosymmetric point group of the class.
  public var pointGroup: PointGroup {
    switch self {
    case .bar1: .bar1
    case .twoOverM: .twoOverM
    case .mmm: .mmm
    case .fourOverM: .fourOverM
    case .fourOverMMM: .fourOverMMM
    case .bar3: .bar3
    case .bar3M: .bar3M
    case .sixOverM: .sixOverM
    case .sixOverMMM: .sixOverMMM
    case .mBar3: .mBar3
    case .mBar3M: .mBar3M
    }
  }

  /// The crystal system, which the Laue class determines.
  public var crystalSystem: CrystalSystem { pointGroup.crystalSystem }

  /// True if crystals of the class can have a Bravais lattice.
  public func allows(_ lattice: BravaisLattice) -> Bool {
    switch crystalSystem {
    case .trigonal: lattice == .hR || lattice == .hP
    case .hexagonal: lattice == .hP
    default: lattice.latticeSystem.rawValue == crystalSystem.rawValue
    }
  }
}
