import CGemmi

/// One of the 32 crystallographic point groups; the raw value is the Hermann-Mauguin symbol.
///
/// The order is that of International Tables for Crystallography A (2016), chapter 3.2. Laue class and
/// crystal system come from gemmi.
public enum PointGroup: String, CaseIterable, Codable, Sendable {
  /// Point group 1 (C1), triclinic.
  case one = "1"
  /// Point group -1 (Ci), triclinic.
  case bar1 = "-1"
  /// Point group 2 (C2), monoclinic.
  case two = "2"
  /// Point group m (Cs), monoclinic.
  case m
  /// Point group 2/m (C2h), monoclinic.
  case twoOverM = "2/m"
  /// Point group 222 (D2), orthorhombic.
  case twoTwoTwo = "222"
  /// Point group mm2 (C2v), orthorhombic.
  case mm2
  /// Point group mmm (D2h), orthorhombic.
  case mmm
  /// Point group 4 (C4), tetragonal.
  case four = "4"
  /// Point group -4 (S4), tetragonal.
  case bar4 = "-4"
  /// Point group 4/m (C4h), tetragonal.
  case fourOverM = "4/m"
  /// Point group 422 (D4), tetragonal.
  case fourTwoTwo = "422"
  /// Point group 4mm (C4v), tetragonal.
  case fourMM = "4mm"
  /// Point group -42m (D2d), tetragonal.
  case bar42M = "-42m"
  /// Point group 4/mmm (D4h), tetragonal.
  case fourOverMMM = "4/mmm"
  /// Point group 3 (C3), trigonal.
  case three = "3"
  /// Point group -3 (C3i), trigonal.
  case bar3 = "-3"
  /// Point group 32 (D3), trigonal.
  case threeTwo = "32"
  /// Point group 3m (C3v), trigonal.
  case threeM = "3m"
  /// Point group -3m (D3d), trigonal.
  case bar3M = "-3m"
  /// Point group 6 (C6), hexagonal.
  case six = "6"
  /// Point group -6 (C3h), hexagonal.
  case bar6 = "-6"
  /// Point group 6/m (C6h), hexagonal.
  case sixOverM = "6/m"
  /// Point group 622 (D6), hexagonal.
  case sixTwoTwo = "622"
  /// Point group 6mm (C6v), hexagonal.
  case sixMM = "6mm"
  /// Point group -62m (D3h), hexagonal.
  case bar62M = "-62m"
  /// Point group 6/mmm (D6h), hexagonal.
  case sixOverMMM = "6/mmm"
  /// Point group 23 (T), cubic.
  case twoThree = "23"
  /// Point group m-3 (Th), cubic.
  case mBar3 = "m-3"
  /// Point group 432 (O), cubic.
  case fourThreeTwo = "432"
  /// Point group -43m (Td), cubic.
  case bar43M = "-43m"
  /// Point group m-3m (Oh), cubic.
  case mBar3M = "m-3m"

  /// Reads a symbol in any usual spelling.
  ///
  /// A bar may be `-3` or `3̄`; folder names have `4_mmm` for `4/mmm`. The older `m3m` and other orientations of the
  /// axes, such as `-4m2` and `321`, are understood too.
  public init?(symbol: String) {
    let plain = SymbolSpelling.plain(symbol)
    guard !plain.contains(where: \.isUppercase) else { return nil }
    if let group = Self(rawValue: plain) {
      self = group
    } else if let group = SpaceGroup(symbol: "P" + plain), group.isSymmorphic {
      // The symmorphic primitive space group has the point group's symbol, in each orientation.
      self = group.pointGroup
    } else {
      return nil
    }
  }

  /// The Laue class: the group with the inversion added.
  public var laueClass: LaueClass {
    let symbol = unsafe String(cString: cgemmi_point_group_laue_class(rawValue))
    guard let laueClass = LaueClass(rawValue: symbol) else {
      preconditionFailure("gemmi's Laue class \(symbol) of point group \(rawValue) is unknown")
    }
    return laueClass
  }

  /// The crystal system.
  public var crystalSystem: CrystalSystem {
    let name = unsafe String(cString: cgemmi_point_group_crystal_system(rawValue))
    guard let system = CrystalSystem(rawValue: name) else {
      preconditionFailure("gemmi's crystal system \(name) of point group \(rawValue) is unknown")
    }
    return system
  }

  /// True if the group contains the inversion (11 groups, one for each Laue class).
  public var isCentrosymmetric: Bool { laueClass.rawValue == rawValue }
}

extension PointGroup {
  /// The operations in the standard setting, without translations; trigonal and hexagonal groups in hexagonal axes.
  ///
  /// If the axes can have two orientations, it is that of P321, P3m1, P-3m1, P-42m and P-62m.
  public var operations: [SymmetryOperation] {
    // The symmorphic primitive space group has the operations of the point group and no others.
    let symbol = "P" + (self == .threeTwo ? "321" : hasSecondaryAxes ? rawValue + "1" : rawValue)
    return SpaceGroup(symbol: symbol)?.operations ?? []
  }

  /// True if the symbol of the space group gives the orientation of the mirror planes.
  private var hasSecondaryAxes: Bool { self == .threeM || self == .bar3M }
}
