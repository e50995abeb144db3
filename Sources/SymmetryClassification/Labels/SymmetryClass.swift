import Crystallography

/// A class of crystals at one of the levels of symmetry.
///
/// A class is a set of space groups. It determines its class at another level if all of these space groups belong to
/// the same one; this relation is derived from the 230 space groups rather than tabulated.
public enum SymmetryClass: Hashable, Sendable {
  /// The crystals of a space group.
  case spaceGroup(SpaceGroup)
  /// The crystals of a point group.
  case pointGroup(PointGroup)
  /// The crystals of a Laue class.
  case laueClass(LaueClass)
  /// The crystals with a Bravais lattice.
  case bravaisLattice(BravaisLattice)
  /// The crystals of a crystal system.
  case crystalSystem(CrystalSystem)
  /// The crystals of a lattice system.
  case latticeSystem(LatticeSystem)

  /// The class of a space group at a level.
  public init(of group: SpaceGroup, at level: SymmetryLevel) {
    self =
      switch level {
      case .spaceGroup: .spaceGroup(group)
      case .pointGroup: .pointGroup(group.pointGroup)
      case .laueClass: .laueClass(group.laueClass)
      case .bravaisLattice: .bravaisLattice(group.bravaisLattice)
      case .crystalSystem: .crystalSystem(group.crystalSystem)
      case .latticeSystem: .latticeSystem(group.latticeSystem)
      }
  }

  /// The level of symmetry.
  public var level: SymmetryLevel {
    switch self {
    case .spaceGroup: .spaceGroup
    case .pointGroup: .pointGroup
    case .laueClass: .laueClass
    case .bravaisLattice: .bravaisLattice
    case .crystalSystem: .crystalSystem
    case .latticeSystem: .latticeSystem
    }
  }

  /// The symbol or name, such as `Fm-3m`, `m-3m`, `cF` or `cubic`.
  public var symbol: String {
    switch self {
    case .spaceGroup(let group): group.symbol
    case .pointGroup(let group): group.rawValue
    case .laueClass(let laueClass): laueClass.rawValue
    case .bravaisLattice(let lattice): lattice.rawValue
    case .crystalSystem(let system): system.rawValue
    case .latticeSystem(let system): system.rawValue
    }
  }

  /// The space groups of the class, in the order of their numbers.
  public var spaceGroups: [SpaceGroup] { SpaceGroup.all.filter { SymmetryClass(of: $0, at: level) == self } }

  /// Returns the classes at another level that crystals of this class may belong to, from triclinic to cubic.
  ///
  /// A single class is determined; the Bravais lattice hP, for example, leaves the crystal systems trigonal and
  /// hexagonal.
  public func possibleClasses(at level: SymmetryLevel) -> [SymmetryClass] {
    Set(spaceGroups.map { SymmetryClass(of: $0, at: level) }).sorted { $0.rank < $1.rank }
  }

  /// The rank within the level, from triclinic to cubic.
  var rank: Int {
    switch self {
    case .spaceGroup(let group): group.number
    case .pointGroup(let group): PointGroup.allCases.firstIndex(of: group) ?? 0
    case .laueClass(let laueClass): LaueClass.allCases.firstIndex(of: laueClass) ?? 0
    case .bravaisLattice(let lattice): BravaisLattice.allCases.firstIndex(of: lattice) ?? 0
    case .crystalSystem(let system): CrystalSystem.allCases.firstIndex(of: system) ?? 0
    case .latticeSystem(let system): LatticeSystem.allCases.firstIndex(of: system) ?? 0
    }
  }
}
