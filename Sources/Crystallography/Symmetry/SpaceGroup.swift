import CGemmi

/// One of the 230 types of space groups, with data from gemmi.
///
/// Gemmi's tables follow International Tables for Crystallography A (Wojdyr, J. Open Source Softw. 7,
/// 4200, 2022). Two values are equal if their numbers are, regardless of the setting.
public struct SpaceGroup: Sendable {
  /// The number in International Tables for Crystallography A, 1 to 230.
  public let number: Int
  /// The short Hermann-Mauguin symbol of the standard setting, as in `P21/c`, `Fm-3m` and `Cmce`.
  public let symbol: String
  /// The point group.
  public let pointGroup: PointGroup
  /// The Bravais lattice.
  public let bravaisLattice: BravaisLattice

  /// All 230 space groups, in the order of their numbers.
  public static let all: [SpaceGroup] = (1...230).compactMap(SpaceGroup.init(number:))

  /// Creates the space group of a number, 1 to 230.
  public init?(number: Int) {
    guard (1...230).contains(number) else { return nil }
    let index = Int32(number)
    let size = 16
    let symbol: String? = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
      guard let start = $0.baseAddress, unsafe cgemmi_space_group_symbol(index, start, size) else { return nil }
      return unsafe String(cString: start)
    }
    guard let symbol, let pointGroupSymbol = unsafe cgemmi_space_group_point_group(index),
      let pointGroup = unsafe PointGroup(rawValue: String(cString: pointGroupSymbol)),
      let lattice = BravaisLattice(
        crystalFamily: pointGroup.crystalSystem.crystalFamily,
        centring: Character(Unicode.Scalar(UInt8(cgemmi_space_group_centring(index))))
      )
    else { return nil }
    self.number = number
    self.symbol = symbol
    self.pointGroup = pointGroup
    bravaisLattice = lattice
  }

  /// Reads a Hermann-Mauguin symbol in any usual spelling and setting.
  ///
  /// Examples are `P 21/c`, `P2₁/c`, `P2_1/c`, `P2_1_c` (the name of a folder), `P 1 21/n 1`, `Fm-3m`,
  /// `Fm3̄m`, `Fm3m`, `Fd-3m:2`, `R-3m:R`, `Cmce` and `Cmca`. The centring letter must be a capital.
  public init?(symbol: String) {
    let plain = SymbolSpelling.plain(symbol)
    // A zero byte would truncate the symbol in C.
    guard let centring = plain.first, "PABCIFRH".contains(centring), plain.utf8.count <= 32,
      plain.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    for reading in SymbolSpelling.readings(of: plain) {
      let number = unsafe cgemmi_space_group_number(reading)
      if number > 0 {
        self.init(number: Int(number))
        return
      }
    }
    return nil
  }

  /// The Laue class.
  public var laueClass: LaueClass { pointGroup.laueClass }

  /// The crystal system.
  public var crystalSystem: CrystalSystem { pointGroup.crystalSystem }

  /// The lattice system; it differs from the crystal system for rhombohedral crystals.
  public var latticeSystem: LatticeSystem { bravaisLattice.latticeSystem }

  /// True if the group contains an inversion (92 groups).
  public var isCentrosymmetric: Bool { pointGroup.isCentrosymmetric }

  /// True if a structure in the group can be chiral: no inversion, mirror, glide or rotoinversion (65 groups).
  public var isSohncke: Bool { cgemmi_space_group_is_sohncke(Int32(number)) }

  /// True if the group is the semidirect product of its point group and its translations (73 groups).
  public var isSymmorphic: Bool { cgemmi_space_group_is_symmorphic(Int32(number)) }

  /// The partner in one of the 11 enantiomorphic pairs, such as P43 for P41; nil for the 208 groups without one.
  public var enantiomorph: SpaceGroup? {
    let image = Int(cgemmi_space_group_mirror_image(Int32(number)))
    return image == number ? nil : SpaceGroup(number: image)
  }
}

extension SpaceGroup: Hashable {
  /// Returns whether two space groups have the same number.
  public static func == (first: SpaceGroup, second: SpaceGroup) -> Bool { first.number == second.number }

  /// Feeds the number to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}

extension SpaceGroup: CustomStringConvertible {
  /// The symbol with the number, as in `Fm-3m (225)`.
  public var description: String { "\(symbol) (\(number))" }
}

extension SpaceGroup {
  /// The operations of the standard setting's conventional cell, centring translations included.
  ///
  /// The standard setting has unique axis b, hexagonal axes and, of two origins, the second.
  public var operations: [SymmetryOperation] { SpaceGroupSetting(number: number)?.operations ?? [] }
}
