import SampleSupport

/// A perovskite of which two ions share one site in equal parts.
struct MixedPerovskite: Sendable {
  /// The two ions that share a site.
  let mixed: [Ion]
  /// The ion of the other site.
  let alone: Ion
  /// True if the shared site is A.
  let isMixedOnA: Bool

  /// The number of distinct orders of the ions in a cell of 20 atoms.
  static let orderings = 10

  /// The name of the network that was published for it.
  var network: String { isMixedOnA ? "perovskite_a" : "perovskite_b" }

  /// The inputs of the network for each order, with either ion first: radius and electronegativity of each ion, from A
  /// to B, then the number of the order in four bits, highest first.
  func inputs(_ table: IonTable) throws(SampleError) -> [[Double]] {
    var inputs: [[Double]] = []
    let other = try table.descriptors(of: alone, radius: .independentOfSite)
    for ions in [mixed, mixed.reversed()] {
      let pair =
        try table.descriptors(of: ions[0], radius: .independentOfSite)
        + table.descriptors(of: ions[1], radius: .independentOfSite)
      let all = isMixedOnA ? pair + other : other + pair
      for number in 0..<Self.orderings { inputs.append(all + (0..<4).reversed().map { Double(number >> $0 & 1) }) }
    }
    return inputs
  }
}

extension SpeciesLists {
  /// The neutral perovskites of two elements that share a site and one on the other site.
  func perovskites(mixed: [String], alone: String) -> [MixedPerovskite] {
    [(shared: a, other: b), (b, a)].enumerated().flatMap { index, lists in
      lists.shared.filter { $0.element == mixed[0] }.flatMap { first in
        lists.shared.filter { $0.element == mixed[1] }.flatMap { second in
          lists.other.filter { $0.element == alone && first.charge + second.charge + 2 * $0.charge == 12 }.map {
            MixedPerovskite(mixed: [first, second], alone: $0, isMixedOnA: index == 0)
          }
        }
      }
    }
  }
}
