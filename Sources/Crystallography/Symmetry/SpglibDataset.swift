import CSpglib

/// What spglib finds of a set of places, copied out of its memory.
///
/// Relied on: `spg_get_dataset` of spglib 2 works on its arguments and on constant tables alone, so that several
/// threads may call it at a time. The one thing it shares is the number of its last error, which is not
/// read here: a failure shows as no data set.
struct SpglibDataset {
  /// A place of the standard cell.
  struct StandardPlace {
    /// The position in fractions of the standard cell's edges.
    let position: Vector3
    /// The index of a place of the crystal of which this one is an image.
    let place: Int
    /// The same number for places that differ by a translation of the lattice.
    let primitiveIndex: Int
  }

  /// The number of the space group, 1 to 230.
  let spaceGroupNumber: Int
  /// The operations in the basis of the crystal's cell.
  let operations: [SymmetryOperation]
  /// For each place the first place that symmetry makes it from.
  let equivalentPlaces: [Int]
  /// For each place its Wyckoff letter.
  let wyckoffLetters: [Character]
  /// The columns are the edges of the standard cell in Å.
  let standardLattice: Matrix3
  /// The places of the standard cell.
  let standardPlaces: [StandardPlace]

  /// Asks spglib; nil where it finds nothing.
  init?(cell: UnitCell, places: [AtomPlace], tolerance: Double) {
    let isFinite = places.allSatisfy { place in (0..<3).allSatisfy { place.position[$0].isFinite } }
    guard !places.isEmpty, isFinite, tolerance.isFinite, tolerance > 0 else { return nil }
    let (a, b, c) = cell.directMatrix.columns
    var lattice = [(a.x, b.x, c.x), (a.y, b.y, c.y), (a.z, b.z, c.z)]
    var positions = places.map { ($0.position.x, $0.position.y, $0.position.z) }
    let species = places.map { Int32($0.species) }
    let found = unsafe spg_get_dataset(
      &lattice,
      &positions,
      species,
      Int32(places.count),
      tolerance
    )
    guard let found = unsafe found else { return nil }
    defer { unsafe spg_free_dataset(found) }
    let data = unsafe found.pointee
    guard unsafe data.spacegroup_number > 0, unsafe Int(data.n_atoms) == places.count else {
      return nil
    }

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
    equivalentPlaces = places.indices.map { unsafe Int(data.equivalent_atoms[$0]) }
    let letters = Array("abcdefghijklmnopqrstuvwxyzA")  // A is the general position of Pmmm
    wyckoffLetters = places.indices.map {
      let index = unsafe Int(data.wyckoffs[$0])
      return letters.indices.contains(index) ? letters[index] : "?"
    }

    let (x, y, z) = unsafe data.std_lattice
    standardLattice = Matrix3(rows: [x.0, x.1, x.2], [y.0, y.1, y.2], [z.0, z.1, z.2])
    var ofPrimitive: [Int: Int] = [:]
    for place in places.indices {
      let index = unsafe Int(data.mapping_to_primitive[place])
      ofPrimitive[index] = ofPrimitive[index] ?? place
    }
    var standard: [StandardPlace] = []
    for index in unsafe 0..<Int(data.n_std_atoms) {
      let position = unsafe data.std_positions[index]
      let primitiveIndex = unsafe Int(data.std_mapping_to_primitive[index])
      guard let place = ofPrimitive[primitiveIndex] else { return nil }
      standard.append(
        StandardPlace(
          position: [position.0, position.1, position.2],
          place: place,
          primitiveIndex: primitiveIndex
        )
      )
    }
    standardPlaces = standard
  }
}
