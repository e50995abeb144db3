/// A crystal: a unit cell and all the atoms in it.
///
/// Positions are in any setting of the cell; which symmetry the atoms have is found by
/// ``CrystalSymmetry``, not claimed here.
public struct Crystal: Sendable, Hashable {
  /// The name, such as that of the mineral or of the file.
  public var name: String
  /// The unit cell.
  public var cell: UnitCell
  /// Every atom of the cell, those made by symmetry too; coordinates in 0 ..< 1.
  public var atoms: [AtomSite]

  /// Creates a crystal from all the atoms of its cell.
  public init(name: String, cell: UnitCell, atoms: [AtomSite]) {
    self.name = name
    self.cell = cell
    self.atoms = atoms
  }
}

extension Crystal {
  /// The crystal with all atoms moved by a vector in fractions of the edges, brought back into the cell.
  public func translated(by shift: Vector3) -> Crystal {
    var result = self
    for index in result.atoms.indices {
      result.atoms[index].position = (result.atoms[index].position + shift).inCell
    }
    return result
  }
}
