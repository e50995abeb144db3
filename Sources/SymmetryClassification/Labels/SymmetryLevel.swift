/// The levels of symmetry that crystals can be classified by, from the space group to the lattice system.
///
/// The raw value is the argument of the command's option `--by`.
public enum SymmetryLevel: String, CaseIterable, Codable, Sendable {
  /// The 230 space groups.
  case spaceGroup = "space-group"
  /// The 32 point groups.
  case pointGroup = "point-group"
  /// The 11 Laue classes.
  case laueClass = "laue"
  /// The 14 Bravais lattices.
  case bravaisLattice = "bravais"
  /// The 7 crystal systems.
  case crystalSystem = "crystal-system"
  /// The 7 lattice systems.
  case latticeSystem = "lattice-system"

  /// The name in words, such as "crystal system".
  public var name: String {
    switch self {
    case .spaceGroup: "space group"
    case .pointGroup: "point group"
    case .laueClass: "Laue class"
    case .bravaisLattice: "Bravais lattice"
    case .crystalSystem: "crystal system"
    case .latticeSystem: "lattice system"
    }
  }
}
