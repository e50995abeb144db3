/// A position in a crystal with its atoms: one atom, or several elements that share the position.
struct OccupiedPosition {
  /// The position in fractions of the cell's edges.
  let position: Vector3
  /// The indices of the atoms, ordered by element and occupancy.
  let atoms: [Int]
  /// A number from 1, equal for positions with the same elements and occupancies.
  let species: Int

  /// The occupied positions of a crystal, in the order of their first atoms.
  static func all(in crystal: Crystal, within distance: Double) -> [OccupiedPosition] {
    var groups: [[Int]] = []
    for (index, atom) in crystal.atoms.enumerated() {
      // Only partially occupied positions can be shared.
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
      return OccupiedPosition(position: crystal.atoms[group[0]].position, atoms: ordered.map(\.0), species: species)
    }
  }

  /// The atoms, moved to another position.
  func sites(of crystal: Crystal, at position: Vector3) -> [AtomSite] {
    atoms.map { index in
      var site = crystal.atoms[index]
      site.position = position.inCell
      return site
    }
  }

  /// The properties that distinguish atoms; displacements are not known precisely enough.
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
