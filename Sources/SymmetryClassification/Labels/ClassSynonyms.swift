import Crystallography

/// The class names among some that mean the same, such as `cF` and `fcc`, or `225` and `Fm-3m`.
///
/// Names mean the same if they stand for the same space groups. They are read more freely than by `SymmetryLabel`: in
/// any case, and with the usual abbreviations of lattices. A synonym never changes a label; it shows that one class of
/// crystals is probably in two folders.
public struct ClassSynonyms: Sendable {
  private let names: [String]
  /// The common level of the names, which decides the meaning of names of several meanings.
  private let level: SymmetryLevel?
  /// The meanings of each name as sets of space groups, in their order.
  private let meanings: [[[SpaceGroup]]]

  /// Reads a set of class names.
  public init(classNames: [String]) {
    let level = SymmetryLabeling(classNames: classNames).level
    (names, self.level) = (classNames, level)
    meanings = classNames.map { Self.meanings(of: $0, at: level) }
  }

  /// The pairs of names with the same meaning, in the order of the names.
  public var pairs: [(first: String, second: String)] {
    names.indices.flatMap { index in
      names.indices[(index + 1)...].filter { meanings[$0].contains(where: meanings[index].contains) }.map {
        (names[index], names[$0])
      }
    }
  }

  /// One sentence for each pair.
  public var warnings: [String] {
    pairs.map { "the classes \($0.first) and \($0.second) mean the same; put their patterns into one folder" }
  }

  /// The first name that means the same as another one; nil if there is none.
  public func synonym(of name: String) -> String? {
    let other = Self.meanings(of: name, at: level)
    return names.indices.first { meanings[$0].contains(where: other.contains) }.map { names[$0] }
  }

  private static func meanings(of name: String, at level: SymmetryLevel?) -> [[SpaceGroup]] {
    // A bare number is a space group only if all names are; a folder "144" may be anything.
    guard level == .spaceGroup || !name.allSatisfy(\.isNumber) else { return [] }
    return (level.map { [$0] } ?? SymmetryLevel.allCases).compactMap { meaning(of: name, at: $0)?.spaceGroups }
  }

  private static func meaning(of name: String, at level: SymmetryLevel) -> SymmetryClass? {
    let spellings = [name, name.prefix(1).uppercased() + name.dropFirst(), name.lowercased()]
    if let label = spellings.lazy.compactMap({ SymmetryLabel(className: $0, at: level) }).first { return label.meaning }
    guard level == .bravaisLattice else { return nil }
    return BravaisLattice.allCases.first { names(of: $0).contains(key(name)) }.map { .bravaisLattice($0) }
  }

  /// The keys of a lattice's names: its symbol, its name in words, and its usual abbreviation.
  private static func names(of lattice: BravaisLattice) -> [String] {
    let abbreviation: String? =
      switch lattice {
      case .cP: "sc"
      case .cI: "bcc"
      case .cF: "fcc"
      case .tI: "bct"
      default: nil
      }
    return [lattice.rawValue, lattice.name, abbreviation].compactMap { $0 }.map(key)
  }

  /// A name in lower case without separators, in British spelling.
  private static func key(_ name: String) -> String {
    name.lowercased().filter { !"_ -".contains($0) }.replacing("centered", with: "centred")
  }
}
