extension Crystal {
  /// What the crystal is, as text: its cell and atoms, without names.
  ///
  /// Equal for equal crystals, and different for others: what is made from a crystal can be kept under it.
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
