/// The check that no two atoms of a cell overlap.
enum AtomOverlap {
  /// The distance in Å below which two atoms share a position.
  static let distance = 0.4

  /// The largest sum of the occupancies of a position that counts as rounding of 1.
  static let largestSum = 1.05

  /// Divides the occupancies of atoms closer than `distance` by their sum if it is slightly above 1, with a note.
  ///
  /// Atoms whose occupancies the file does not state share a position equally if they coincide or belong to disorder
  /// groups, unless `allowsSharing` is false.
  ///
  /// - Throws: `CIFFailure` if a sum is larger.
  static func normalize(
    _ atoms: inout [ListedSite],
    in cell: UnitCell,
    allowsSharing: Bool = true,
    notes: inout [String]
  ) throws(CIFFailure) {
    var occupancies = atoms.map(\.site.occupancy)
    var closest = [(index: Int, distance: Double)?](repeating: nil, count: atoms.count)
    // The fractional coordinates of a close pair differ by less than this.
    let reach = [MillerIndex(1, 0, 0), MillerIndex(0, 1, 0), MillerIndex(0, 0, 1)].map {
      distance / cell.spacing(of: $0)
    }
    for first in atoms.indices {
      for second in atoms.indices where second > first {
        let difference = (atoms[second].site.position - atoms[first].site.position).nearestImage
        guard abs(difference.x) < reach[0], abs(difference.y) < reach[1], abs(difference.z) < reach[2] else { continue }
        let separation = cell.cartesian(difference).length
        guard separation < distance else { continue }
        occupancies[first] += atoms[second].site.occupancy
        occupancies[second] += atoms[first].site.occupancy
        guard !allowsSharing || !mayShare(atoms[first], atoms[second], separation) else { continue }
        closest[first] = closest[first] ?? (second, separation)
        closest[second] = closest[second] ?? (first, separation)
      }
      guard let other = closest[first], occupancies[first] > largestSum else { continue }
      throw CIFFailure(
        max(atoms[first].line, atoms[other.index].line),
        .overlappingAtoms(
          first: atoms[first].site.label,
          second: atoms[other.index].site.label,
          distance: other.distance
        )
      )
    }
    let crowded = atoms.indices.filter { occupancies[$0] > 1 + 1e-9 }
    for index in crowded { atoms[index].site.occupancy /= occupancies[index] }
    if let first = crowded.first(where: { occupancies[$0] > largestSum }) {
      notes.append(
        "sites without occupancies share a position, such as \(atoms[first].site.label); each is given an equal part"
      )
    }
    if let first = crowded.first(where: { occupancies[$0] <= largestSum }) {
      let sum = (occupancies[first] * 1000).rounded() / 1000
      notes.append(
        "occupancies of a shared position sum to \(sum), such as that of \(atoms[first].site.label); divided by it"
      )
    }
  }

  /// True if the file leaves the occupancies of two atoms open and they cannot both be there.
  private static func mayShare(_ first: ListedSite, _ second: ListedSite, _ separation: Double) -> Bool {
    guard !first.hasOccupancy, !second.hasOccupancy else { return false }
    let coincide = first.line != second.line && separation < SymmetryExpansion.mergingDistance
    return coincide || (first.isDisordered && second.isDisordered)
  }
}
