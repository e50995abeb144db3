import CSpglib

/// The dataset of spglib for occupied positions, copied from its memory.
///
/// `spg_get_dataset` of spglib 2 uses only its arguments and constant tables, so several threads may call it at once.
/// Its only shared state is the code of the last error, which is not read here: a failure returns no dataset.
struct SpglibDataset {
  /// An occupied position of the standard cell.
  struct StandardPosition {
    /// The position in fractions of the standard cell's edges.
    let position: Vector3
    /// The index of the position of the crystal of which this is an image.
    let source: Int
    /// A number that is equal for positions that differ by a lattice translation.
    let primitiveIndex: Int
  }

  /// The number of the space group, 1 to 230.
  let spaceGroupNumber: Int
  /// The operations in the basis of the crystal's cell.
  let operations: [SymmetryOperation]
  /// For each position, the index of the first symmetry-equivalent one.
  let equivalentPositions: [Int]
  /// The Wyckoff letter of each position.
  let wyckoffLetters: [Character]
  /// The edges of the standard cell in Å, as columns.
  let standardLattice: Matrix3
  /// The occupied positions of the standard cell.
  let standardPositions: [StandardPosition]

  /// Finds the symmetry; nil if spglib fails.
  init?(cell: UnitCell, occupied: [OccupiedPosition], tolerance: Double) {
    let isFinite = occupied.allSatisfy { atom in (0..<3).allSatisfy { atom.position[$0].isFinite } }
    guard !occupied.isEmpty, isFinite, tolerance.isFinite, tolerance > 0 else { return nil }
    let (a, b, c) = cell.directMatrix.columns
    var lattice = [(a.x, b.x, c.x), (a.y, b.y, c.y), (a.z, b.z, c.z)]
    var positions = occupied.map { ($0.position.x, $0.position.y, $0.position.z) }
    let species = occupied.map { Int32($0.species) }
    let found = unsafe spg_get_dataset(&lattice, &positions, species, Int32(occupied.count), tolerance)
    guard let found = unsafe found else { return nil }
    defer { unsafe spg_free_dataset(found) }
    let data = unsafe found.pointee
    guard unsafe data.spacegroup_number > 0, unsafe Int(data.n_atoms) == occupied.count else { return nil }

    spaceGroupNumber = unsafe Int(data.spacegroup_number)
    operations = unsafe (0..<Int(data.n_operations)).compactMap { index in
      let (x, y, z) = unsafe data.rotations[index]
      let shift = unsafe data.translations[index]
      return SymmetryOperation(
        rotation: IntegerMatrix3(
          rows: [Int(x.0), Int(x.1), Int(x.2)],
          [Int(y.0), Int(y.1), Int(y.2)],
          [Int(z.0), Int(z.1), Int(z.2)]
        ),
        translation: [shift.0, shift.1, shift.2]
      )?.reduced
    }
    equivalentPositions = occupied.indices.map { unsafe Int(data.equivalent_atoms[$0]) }
    let letters = Array("abcdefghijklmnopqrstuvwxyzA")  // A is the general position of Pmmm
    wyckoffLetters = occupied.indices.map {
      let index = unsafe Int(data.wyckoffs[$0])
      return letters.indices.contains(index) ? letters[index] : "?"
    }

    let (x, y, z) = unsafe data.std_lattice
    standardLattice = Matrix3(rows: [x.0, x.1, x.2], [y.0, y.1, y.2], [z.0, z.1, z.2])
    var ofPrimitive: [Int: Int] = [:]
    for own in occupied.indices {
      let index = unsafe Int(data.mapping_to_primitive[own])
      ofPrimitive[index] = ofPrimitive[index] ?? own
    }
    var standard: [StandardPosition] = []
    for index in unsafe 0..<Int(data.n_std_atoms) {
      let position = unsafe data.std_positions[index]
      let primitiveIndex = unsafe Int(data.std_mapping_to_primitive[index])
      guard let source = ofPrimitive[primitiveIndex] else { return nil }
      standard.append(
        StandardPosition(
          position: [position.0, position.1, position.2],
          source: source,
          primitiveIndex: primitiveIndex
        )
      )
    }
    standardPositions = standard
  }
}
