import SampleSupport

/// A garnet C₃A₂D₃O₁₂, of which at most one site is shared by two ions.
struct Garnet: Sendable, CustomStringConvertible {
  /// A cation site.
  enum Site: CaseIterable, Sendable {
    case c, a, d

    /// The number of its ions in a formula unit.
    var count: Int { self == .a ? 2 : 3 }
    /// The number of oxygen neighbours.
    var coordination: Int {
      switch self {
      case .c: 8
      case .a: 6
      case .d: 4
      }
    }
    /// The number of distinct orders of two ions on the site, 2:1 on C and D and 1:1 on A, in the primitive cell.
    var orderings: Int {
      switch self {
      case .c: 20
      case .a: 7
      case .d: 18
      }
    }
    /// The capital letter of the field.
    var letter: String {
      switch self {
      case .c: "C"
      case .a: "A"
      case .d: "D"
      }
    }
  }

  /// The ions of each site with their numbers in a formula unit.
  let sites: [Site: [Ion: Int]]

  /// Creates a garnet; one ion alone fills its site.
  ///
  /// - Throws: `SampleError` if a site is not full, two sites are shared, or the charges do not balance.
  init(c: String, a: String, d: String) throws(SampleError) {
    var sites: [Site: [Ion: Int]] = [:]
    for (site, text) in [(Site.c, c), (.a, a), (.d, d)] { sites[site] = try Self.parse(text, site) }
    guard sites.values.count(where: { $0.count > 1 }) < 2 else {
      throw SampleError("the networks know garnets with one shared site: give one ion on two of the sites C, A and D")
    }
    let charge = sites.values.flatMap { $0 }.reduce(0) { $0 + $1.key.charge * $1.value }
    guard charge == 24 else {
      throw SampleError("the cations have the charge \(charge)+, but 12 oxygen ions need 24+: check the charges")
    }
    self.sites = sites
  }

  /// Reads ions separated by spaces, each with its number after a colon, as in `Y3+:2 Gd3+:1`.
  private static func parse(_ text: String, _ site: Site) throws(SampleError) -> [Ion: Int] {
    var ions: [Ion: Int] = [:]
    let words = text.split(separator: " ")
    for word in words {
      let parts = word.split(separator: ":")
      guard let ion = Ion(String(parts[0])), ions[ion] == nil, parts.count <= 2 else {
        throw SampleError(
          "\"\(word)\" on site \(site.letter) is not an ion: write it as Al3+, or as Y3+:2 on a shared site"
        )
      }
      guard let count = parts.count == 2 ? Int(parts[1]) : (words.count == 1 ? site.count : 1), count > 0 else {
        throw SampleError("\"\(word)\" on site \(site.letter) needs a positive number after the colon")
      }
      ions[ion] = count
    }
    guard ions.values.reduce(0, +) == site.count, ions.count <= 2 else {
      throw SampleError("site \(site.letter) holds \(site.count) ions of one or two kinds, not \"\(text)\"")
    }
    return ions
  }

  /// The site that two ions share; nil if there is none.
  var sharedSite: Site? { Site.allCases.first { (sites[$0]?.count ?? 0) > 1 } }

  /// The name of the network that was published for it.
  var network: String { "garnet_" + (sharedSite?.letter.lowercased() ?? "unmix") }

  /// The formula, with the rarer ion of a shared site first and each element once.
  var description: String {
    var counts: [(element: String, count: Int)] = []
    for (ion, site) in orders[0] {
      let count = sites[site]?[ion] ?? 0
      if let index = counts.firstIndex(where: { $0.element == ion.element }) {
        counts[index].count += count
      } else {
        counts.append((ion.element, count))
      }
    }
    return counts.map { $0.element + ($0.count == 1 ? "" : String($0.count)) }.joined() + "O12"
  }

  /// The ions in the order of the inputs: the rarer one first; two of equal number in both orders.
  private var orders: [[(ion: Ion, site: Site)]] {
    func list(_ precedes: (Ion, Ion) -> Bool) -> [(ion: Ion, site: Site)] {
      Site.allCases.flatMap { site in
        (sites[site] ?? [:]).sorted {
          ($0.value, $1.value) == ($1.value, $0.value) ? precedes($0.key, $1.key) : $0.value < $1.value
        }
        .map { ($0.key, site) }
      }
    }
    return sharedSite == .a ? [list(<), list(>)] : [list(<)]
  }

  /// The inputs of the network for each distinct order of the ions: radius and electronegativity of each ion, then
  /// the number of the order in binary, highest bit first.
  func inputs(_ table: IonTable, coordinationSpecific: Bool) throws(SampleError) -> [[Double]] {
    var inputs: [[Double]] = []
    for order in orders {
      var ions: [Double] = []
      for (ion, site) in order {
        let radius = coordinationSpecific ? IonTable.Radius.coordination(site.coordination) : .independentOfSite
        ions += try table.descriptors(of: ion, radius: radius)
      }
      guard let site = sharedSite else { return [ions] }
      let bits = site.orderings.bitWidth - site.orderings.leadingZeroBitCount
      for number in 0..<site.orderings {
        inputs.append(ions + (0..<bits).reversed().map { Double(number >> $0 & 1) })
      }
    }
    return inputs
  }
}
