/// The removal of sites that repeat atoms which the symmetry already gives from another site.
enum RepeatedSites {
  /// Returns the atoms of all sites without those of repeated sites.
  ///
  /// A site repeats an earlier one if it has the same element and occupancy, lies on an image of it, and both cannot
  /// share the position. Programs that list whole molecules or polymers write such sites, as in `O1` and `O1_3_655`.
  ///
  /// - Parameters:
  ///   - orbits: the atoms of each site.
  ///   - cell: the cell.
  ///   - notes: receives a note if sites are removed.
  /// - Returns: the atoms of the other sites.
  static func removed(from orbits: [[ListedSite]], in cell: UnitCell, notes: inout [String]) -> [ListedSite] {
    var kept: [[ListedSite]] = []
    var repeated: [(label: String, of: String)] = []
    for orbit in orbits {
      guard let item = orbit.first else { continue }
      let original = kept.first { earlier in
        let site = earlier[0].site
        guard site.element == item.site.element, abs(site.occupancy - item.site.occupancy) < 1e-3,
          site.occupancy + item.site.occupancy > AtomOverlap.largestSum
        else { return false }
        return earlier.contains {
          let difference = ($0.site.position - item.site.position).nearestImage
          return cell.cartesian(difference).length < SymmetryExpansion.mergingDistance
        }
      }
      if let original {
        repeated.append((item.site.label, original[0].site.label))
      } else {
        kept.append(orbit)
      }
    }
    if let first = repeated.first {
      notes.append(
        "sites that repeat symmetry-equivalent ones left out: \(repeated.count), such as \(first.label) "
          + "(equivalent to \(first.of))"
      )
    }
    return kept.flatMap(\.self)
  }
}
