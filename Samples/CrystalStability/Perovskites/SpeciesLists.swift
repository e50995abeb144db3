import SampleSupport

/// The cations that may occupy the sites A and B of a perovskite.
struct SpeciesLists: Sendable {
  /// The cations of site A.
  let a: [Ion]
  /// The cations of site B.
  let b: [Ion]

  /// Reads a table with the columns `site` and `ion`.
  init(_ table: CommaSeparatedTable) throws(SampleError) {
    var lists: [String: [Ion]] = [:]
    for row in table.rows {
      guard ["A", "B"].contains(row["site"]) else {
        throw SampleError("\(row.location): a perovskite has the sites A and B, not \"\(row["site"])\"")
      }
      lists[row["site"], default: []].append(try row.ion("ion"))
    }
    (a, b) = (lists["A"] ?? [], lists["B"] ?? [])
  }

  /// The neutral perovskites of two elements: one on A, the other on B, with charges that add up to 6.
  func perovskites(of elements: [String]) -> [Perovskite] {
    [elements, elements.reversed()].flatMap { pair in
      a.filter { $0.element == pair[0] }.flatMap { a in
        b.filter { $0.element == pair[1] && $0.charge + a.charge == 6 }.map { Perovskite(a: a, b: $0) }
      }
    }
  }
}
