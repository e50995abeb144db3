/// A place of a crystal and the atoms that share it: one, or several elements on a mixed site.
struct AtomPlace {
  /// The position in fractions of the cell's edges.
  let position: Vector3
  /// The indices of the atoms, ordered by element and occupancy.
  let atoms: [Int]
  /// A number that is equal for places with the same elements and occupancies; from 1.
  let species: Int

  /// Returns the places of a crystal, in the order of their first atoms.
  static func places(of crystal: Crystal, within distance: Double) -> [AtomPlace] {
    var groups: [[Int]] = []
    for (index, atom) in crystal.atoms.enumerated() {
      // Only atoms that leave room for others can share a place.
      let match =
        atom.occupancy >= 1
        ? nil
        : groups.firstIndex { group in
          let other = crystal.atoms[group[0]]
          guard other.occupancy < 1 else { return false }
          let difference = (other.position - atom.position).nearestImage
          return crystal.cell.cartesian(difference).length < distance
        }
      if let match { groups[match].append(index) } else { groups.append([index]) }
    }
    var numbers: [[Occupant]: Int] = [:]
    return groups.map { group in
      let ordered = group.map { ($0, Occupant(crystal.atoms[$0])) }.sorted { $0.1 < $1.1 }
      let occupants = ordered.map(\.1)
      let species = numbers[occupants] ?? numbers.count + 1
      numbers[occupants] = species
      return AtomPlace(
        position: crystal.atoms[group[0]].position,
        atoms: ordered.map(\.0),
        species: species
      )
    }
  }

  /// The atoms of the place, moved to a position.
  func sites(of crystal: Crystal, at position: Vector3) -> [AtomSite] {
    atoms.map { index in
      var site = crystal.atoms[index]
      site.position = position.inCell
      return site
    }
  }

  /// What tells the atoms at a place apart.
  ///
  /// Displacements do not: they are not known well enough.
  private struct Occupant: Hashable, Comparable {
    let atomicNumber: Int
    let occupancy: Int

    init(_ atom: AtomSite) {
      atomicNumber = atom.element.atomicNumber
      occupancy = Int((atom.occupancy * 1e4).rounded())
    }

    static func < (first: Occupant, second: Occupant) -> Bool {
      (first.atomicNumber, first.occupancy) < (second.atomicNumber, second.occupancy)
    }
  }
}
