/// The symmetry that the atoms of a crystal have, as spglib finds it.
///
/// A. Togo, K. Shinohara and I. Tanaka, Sci. Technol. Adv. Mater. Meth. 4, 2384822 (2024). Atoms are the same
/// where elements and occupancies are; several elements that share a place count as one species.
public struct CrystalSymmetry: Sendable {
  /// The space group.
  public let spaceGroup: SpaceGroup
  /// The operations in the basis of the crystal's own cell, centring translations included; the identity is
  /// the first.
  ///
  /// Where the cell is larger than the lattice needs and less symmetric than the crystal, as the orthorhombic cell of
  /// a hexagonal crystal, these are those operations only that map the cell's own lattice onto itself;
  /// ``standardized`` and ``primitive`` have all.
  public let operations: [SymmetryOperation]
  /// For each atom of the crystal the index of the first atom that symmetry makes it from.
  public let equivalentAtoms: [Int]
  /// For each atom of the crystal the Wyckoff letter of its place.
  public let wyckoffLetters: [Character]
  /// The crystal in the conventional cell of the standard setting, its coordinates idealised.
  ///
  /// Unique axis b, hexagonal axes, first origin, as spglib standardises. Labels, occupancies and Debye-Waller
  /// factors are kept. The cell is turned against the crystal's own frame.
  public let standardized: Crystal
  /// The crystal in a primitive cell, its coordinates idealised: as few atoms as can be.
  ///
  /// Its basis is made from that of `standardized` by the usual matrices of the centrings. The cell is turned
  /// against the crystal's own frame.
  public let primitive: Crystal

  /// Finds the symmetry of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: all the atoms of a cell.
  ///   - tolerance: the distance in Å by which atoms may be off their symmetrical places.
  /// - Throws: `CrystalError.symmetryNotFound` where there are no atoms, or some closer than the tolerance
  ///   that do not share a place.
  public init(of crystal: Crystal, tolerance: Double = 0.01) throws(CrystalError) {
    let places = AtomPlace.places(of: crystal, within: tolerance)
    guard let found = SpglibDataset(cell: crystal.cell, places: places, tolerance: tolerance),
      let spaceGroup = SpaceGroup(number: found.spaceGroupNumber)
    else { throw .symmetryNotFound(crystal: crystal.name, tolerance: tolerance) }
    self.spaceGroup = spaceGroup
    operations = found.operations

    var equivalent = Array(crystal.atoms.indices)
    var letters = [Character](repeating: "a", count: crystal.atoms.count)
    for (index, place) in places.enumerated() {
      let first = places[found.equivalentPlaces[index]]
      for (atom, counterpart) in zip(place.atoms, first.atoms) {
        equivalent[atom] = counterpart
        letters[atom] = found.wyckoffLetters[index]
      }
    }
    equivalentAtoms = equivalent
    wyckoffLetters = letters

    let standardCell = try UnitCell(spannedBy: found.standardLattice)
    standardized = Crystal(
      name: crystal.name,
      cell: standardCell,
      atoms: found.standardPlaces.flatMap { standard in
        places[standard.place].sites(of: crystal, at: standard.position)
      }
    )
    let centring = PrimitiveBasis(centring: spaceGroup.symbol.first ?? "P")
    var seen: Set<Int> = []
    primitive = Crystal(
      name: crystal.name,
      cell: try UnitCell(spannedBy: found.standardLattice * centring.matrix),
      atoms: found.standardPlaces.filter { seen.insert($0.primitiveIndex).inserted }
        .flatMap { standard in
          places[standard.place]
            .sites(of: crystal, at: centring.matrix.inverse * standard.position)
        }
    )
  }

  /// The operations of the point group in the crystal's own cell: each rotation of ``operations`` once, without
  /// translation.
  public var pointOperations: [SymmetryOperation] {
    var seen: Set<IntegerMatrix3> = []
    return operations.filter { seen.insert($0.rotation).inserted }
      .compactMap { SymmetryOperation(rotation: $0.rotation) }
  }

  /// The operations of the Laue class in the crystal's own cell: the point group's and their inversions.
  public var laueOperations: [SymmetryOperation] {
    let proper = pointOperations
    guard !spaceGroup.isCentrosymmetric else { return proper }
    return proper + proper.compactMap { SymmetryOperation(rotation: -$0.rotation) }
  }

  /// A centre of inversion in fractions of the crystal's own cell, 0 ..< ½; nil where there is none.
  public var inversionCentre: Vector3? {
    // x' = -x + t leaves x = t / 2 where it is.
    operations.first { $0.type == .bar1 }.map { $0.translation.inCell / 2 }
  }

  /// Returns a sentence where a file names another space group than its atoms have, nil where they agree.
  public func disagreement(with claimed: SpaceGroup?, in file: String) -> String? {
    guard let claimed, claimed != spaceGroup else { return nil }
    return "\(file): the file says \(claimed), but its atoms have \(spaceGroup); "
      + "the label is taken from the atoms"
  }
}
