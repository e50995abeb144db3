import Crystallography

/// A class of crystals that one symbol of crystallography names, at one of the levels of symmetry.
///
/// A class stands for the space groups it holds. It determines a coarser class where all of them
/// agree on that one; so what follows from what is read off the 230 groups and written nowhere.
public enum SymmetryClass: Hashable, Sendable {
  /// All crystals of a space group.
  case spaceGroup(SpaceGroup)
  /// All crystals of a point group.
  case pointGroup(PointGroup)
  /// All crystals of a Laue class.
  case laueClass(LaueClass)
  /// All crystals with a Bravais lattice.
  case bravaisLattice(BravaisLattice)
  /// All crystals of a crystal system.
  case crystalSystem(CrystalSystem)
  /// All crystals of a lattice system.
  case latticeSystem(LatticeSystem)

  /// The class of a level that a space group belongs to.
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

  /// The symbol or name, as in `Fm-3m`, `m-3m`, `cF` and `cubic`.
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

  /// The space groups that the class holds, in the order of their numbers.
  public var spaceGroups: [SpaceGroup] {
    SpaceGroup.all.filter { SymmetryClass(of: $0, at: level) == self }
  }

  /// Returns the classes of another level that crystals of this class may belong to, in usual
  /// order.
  ///
  /// One class means that it is determined; a Bravais lattice hP, for instance, leaves the crystal
  /// systems trigonal and hexagonal.
  public func possibleClasses(at level: SymmetryLevel) -> [SymmetryClass] {
    Set(spaceGroups.map { SymmetryClass(of: $0, at: level) }).sorted { $0.rank < $1.rank }
  }

  /// The place within the level, from triclinic to cubic.
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
