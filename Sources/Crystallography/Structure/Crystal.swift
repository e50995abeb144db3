/// A crystal: a unit cell and all the atoms in it.
///
/// The cell may be in any setting; ``CrystalSymmetry`` finds the symmetry of the atoms.
public struct Crystal: Sendable, Hashable {
  /// The name, such as that of the mineral or of the file.
  public var name: String
  /// The unit cell.
  public var cell: UnitCell
  /// All atoms of the cell, including symmetry-equivalent ones; coordinates in 0 ..< 1.
  public var atoms: [AtomSite]

  /// Creates a crystal from all atoms of its cell.
  public init(name: String, cell: UnitCell, atoms: [AtomSite]) {
    self.name = name
    self.cell = cell
    self.atoms = atoms
  }
}

extension Crystal {
  /// The crystal with all atoms shifted by a vector in fractions of the edges and wrapped into the cell.
  public func translated(by shift: Vector3) -> Crystal {
    var result = self
    for index in result.atoms.indices { result.atoms[index].position = (result.atoms[index].position + shift).inCell }
    return result
  }
}

extension Crystal {
  /// The cell and atoms as text, without names: a key for caches that identifies the crystal.
  public var content: String {
    let lengths = "\(cell.lengths.x) \(cell.lengths.y) \(cell.lengths.z)"
    let angles = "\(cell.angles.x) \(cell.angles.y) \(cell.angles.z)"
    let sites = atoms.map { atom in
      let position = atom.position
      return "\(atom.element) \(position.x) \(position.y) \(position.z) "
        + "\(atom.occupancy) \(atom.debyeWallerFactor)"
    }
    return ([lengths, angles] + sites.sorted()).joined(separator: "\n")
  }
}
