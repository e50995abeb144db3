import Crystallography

/// A class name, such as the name of a folder of patterns, and its crystallographic meaning.
public struct SymmetryLabel: Hashable, Sendable {
  /// The class name, such as `cF`, `4_mmm` or `P2_1_c`.
  public let className: String
  /// The class of crystals.
  public let meaning: SymmetryClass

  /// Interprets a class name at a level; nil if it has no meaning there.
  ///
  /// Space groups are given by a symbol in any common spelling (`Fm-3m`, `P2_1_c`, `P6_3_mmc`), a number (`225`,
  /// `SG225`) or both (`225_Fm-3m`); point groups and Laue classes with `_` for `/` (`4_mmm`); Bravais lattices by
  /// Pearson's letters (`cF`); systems by name.
  public init?(className: String, at level: SymmetryLevel) {
    let meaning: SymmetryClass? =
      switch level {
      case .spaceGroup: Self.spaceGroup(named: className).map { .spaceGroup($0) }
      case .pointGroup: PointGroup(symbol: className).map { .pointGroup($0) }
      case .laueClass: PointGroup(symbol: className).flatMap { LaueClass(rawValue: $0.rawValue) }.map { .laueClass($0) }
      case .bravaisLattice: BravaisLattice(symbol: className).map { .bravaisLattice($0) }
      case .crystalSystem: CrystalSystem(rawValue: className.lowercased()).map { .crystalSystem($0) }
      case .latticeSystem: LatticeSystem(rawValue: className.lowercased()).map { .latticeSystem($0) }
      }
    guard let meaning else { return nil }
    self.className = className
    self.meaning = meaning
  }

  /// Returns the symbol of the class at a coarser level; nil if it is not determined.
  public func rolledUp(to level: SymmetryLevel) -> String? {
    let possible = meaning.possibleClasses(at: level)
    return possible.count == 1 ? possible.first?.symbol : nil
  }

  /// Returns one sentence on why the class does not determine its class at another level; nil if it does.
  public func reasonNotRolledUp(to level: SymmetryLevel) -> String? {
    let possible = meaning.possibleClasses(at: level).map(\.symbol)
    guard possible.count > 1, let last = possible.last else { return nil }
    let shown = 8
    let list =
      possible.count > shown
      ? possible.prefix(shown).joined(separator: ", ") + " or one of \(possible.count - shown) more"
      : possible.dropLast().joined(separator: ", ") + " or " + last
    return """
      class \(className) (\(meaning.level.name) \(meaning.symbol)) does not determine the \
      \(level.name), which may be \(list)
      """
  }

  private static func spaceGroup(named name: String) -> SpaceGroup? {
    if let group = SpaceGroup(symbol: name) ?? spaceGroup(numbered: name) { return group }
    if let prefixed = name.prefixMatch(of: /(?i:SG|No\.?|#)[ _-]?/) {
      return spaceGroup(numbered: name[prefixed.range.upperBound...])
    }
    for separator in name.indices where "_ -".contains(name[separator]) {
      let first = name[..<separator]
      let second = name[name.index(after: separator)...]
      // Number and symbol must agree; otherwise the name is ambiguous.
      for (number, symbol) in [(first, second), (second, first)] {
        if let group = spaceGroup(numbered: number), SpaceGroup(symbol: String(symbol)) == group { return group }
      }
    }
    return nil
  }

  private static func spaceGroup(numbered text: some StringProtocol) -> SpaceGroup? {
    guard text.count <= 3, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text).flatMap { SpaceGroup(number: $0) }
  }
}
