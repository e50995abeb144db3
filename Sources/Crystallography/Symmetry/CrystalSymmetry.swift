/// The symmetry of the atoms of a crystal, found by spglib.
///
/// A. Togo, K. Shinohara and I. Tanaka, Sci. Technol. Adv. Mater. Meth. 4, 2384822 (2024). Atoms are alike if
/// their elements and occupancies are; several elements that share a position count as one species.
public struct CrystalSymmetry: Sendable {
  /// The space group.
  public let spaceGroup: SpaceGroup
  /// The operations in the basis of the crystal's own cell, centring translations included; the identity is
  /// the first.
  ///
  /// If the cell is less symmetric than the crystal, such as an orthorhombic cell of a hexagonal crystal, these are
  /// only the operations that map the cell's own lattice onto itself; ``standardized`` and ``primitive`` have all.
  public let operations: [SymmetryOperation]
  /// For each atom, the index of the first symmetry-equivalent atom.
  public let equivalentAtoms: [Int]
  /// The Wyckoff letter of each atom.
  public let wyckoffLetters: [Character]
  /// The crystal in the conventional cell of the standard setting, its coordinates idealised.
  ///
  /// Unique axis b, hexagonal axes, first origin, as spglib standardises. Labels, occupancies and Debye-Waller
  /// factors are kept. The cell is rotated relative to the crystal's own frame.
  public let standardized: Crystal
  /// The crystal in a primitive cell, its coordinates idealised.
  ///
  /// Its basis follows from that of `standardized` by the usual matrix of the centring. The cell is
  /// rotated relative to the crystal's own frame.
  public let primitive: Crystal

  /// The usual tolerance in Å.
  public static let usualTolerance = 0.01

  /// Finds the symmetry of a crystal.
  ///
  /// - Parameters:
  ///   - crystal: all the atoms of a cell.
  ///   - tolerance: the largest distance in Å of atoms from their symmetric positions.
  /// - Throws: `CrystalError.symmetryNotFound` if there are no atoms, or distinct atoms are closer than the
  ///   tolerance.
  public init(of crystal: Crystal, tolerance: Double = usualTolerance) throws(CrystalError) {
    let occupied = OccupiedPosition.all(in: crystal, within: tolerance)
    guard let found = SpglibDataset(cell: crystal.cell, occupied: occupied, tolerance: tolerance),
      let spaceGroup = SpaceGroup(number: found.spaceGroupNumber)
    else { throw .symmetryNotFound(crystal: crystal.name, tolerance: tolerance) }
    self.spaceGroup = spaceGroup
    operations = found.operations

    var equivalent = Array(crystal.atoms.indices)
    var letters = [Character](repeating: "a", count: crystal.atoms.count)
    for (index, position) in occupied.enumerated() {
      let first = occupied[found.equivalentPositions[index]]
      for (atom, counterpart) in zip(position.atoms, first.atoms) {
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
      atoms: found.standardPositions.flatMap { standard in
        occupied[standard.source].sites(of: crystal, at: standard.position)
      }
    )
    let centring = PrimitiveBasis(centring: spaceGroup.symbol.first ?? "P")
    var seen: Set<Int> = []
    primitive = Crystal(
      name: crystal.name,
      cell: try UnitCell(spannedBy: found.standardLattice * centring.matrix),
      atoms: found.standardPositions.filter { seen.insert($0.primitiveIndex).inserted }.flatMap { standard in
        occupied[standard.source].sites(of: crystal, at: centring.matrix.inverse * standard.position)
      }
    )
  }

  /// The operations of the point group in the crystal's own cell: each rotation of ``operations`` once, without
  /// translation.
  public var pointOperations: [SymmetryOperation] {
    var seen: Set<IntegerMatrix3> = []
    return operations.filter { seen.insert($0.rotation).inserted }.compactMap {
      SymmetryOperation(rotation: $0.rotation)
    }
  }

  /// The operations of the Laue class in the crystal's own cell: the point group's and their inversions.
  public var laueOperations: [SymmetryOperation] {
    let proper = pointOperations
    guard !spaceGroup.isCentrosymmetric else { return proper }
    return proper + proper.compactMap { SymmetryOperation(rotation: -$0.rotation) }
  }

  /// An inversion centre in fractions of the crystal's own cell, 0 ..< ½; nil if there is none.
  public var inversionCentre: Vector3? {
    // x' = -x + t has the fixed point x = t / 2.
    operations.first { $0.type == .bar1 }.map { $0.translation.inCell / 2 }
  }

  /// A warning if the space group that a file names is not that of its atoms; nil if they agree.
  public func disagreement(with claimed: SpaceGroup?, in file: String) -> String? {
    guard let claimed, claimed != spaceGroup else { return nil }
    return "\(file): the file says \(claimed), but its atoms have \(spaceGroup); the label is that of the atoms"
  }
}
