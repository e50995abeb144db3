/// The check that no two atoms of a cell overlap.
enum AtomOverlap {
  /// The distance in Å below which two atoms share a position.
  static let distance = 0.4

  /// The excess over 1 that the sum of rounded occupancies of a position may have.
  private static let roundingOfOccupancy = 0.02

  /// Throws if the occupancies of atoms closer than `distance` sum to more than 1.
  static func check(_ atoms: [ListedSite], in cell: UnitCell) throws(CIFFailure) {
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
        closest[first] = closest[first] ?? (second, separation)
        closest[second] = closest[second] ?? (first, separation)
      }
      guard let other = closest[first], occupancies[first] > 1 + roundingOfOccupancy else { continue }
      throw CIFFailure(
        max(atoms[first].line, atoms[other.index].line),
        .overlappingAtoms(
          first: atoms[first].site.label,
          second: atoms[other.index].site.label,
          distance: other.distance
        )
      )
    }
  }
}
