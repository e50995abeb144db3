import Foundation

/// A site of the asymmetric unit and its line in the file.
struct ListedSite {
  var site: AtomSite
  let line: Int
}

extension CIFBlock {
  /// True if the block has atoms with fractional coordinates.
  var hasAtoms: Bool { columns.contains { $0.tag == "_atom_site_fract_x" && $0.values.contains { $0.text != nil } } }

  /// Reads the sites of the asymmetric unit.
  ///
  /// Sites without an atom are left out with a note: dummy sites (`_atom_site_calc_flag dum`), sites of unknown
  /// position and sites of occupancy 0.
  func sites(in cell: UnitCell, notes: inout [String]) throws(CIFFailure) -> [ListedSite] {
    var coordinates: [CIFColumn] = []
    for tag in ["_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z"] {
      guard let column = try column(tag) else { throw CIFFailure(nil, .missingTag(tag)) }
      coordinates.append(column)
    }
    let labels = try column("_atom_site_label")
    let symbols = try column("_atom_site_type_symbol")
    guard labels != nil || symbols != nil else {
      throw CIFFailure(coordinates[0].line, .missingTag("_atom_site_type_symbol"))
    }
    let occupancies = try column("_atom_site_occupancy")
    let displacements = try Displacements(of: self, in: cell)

    let flags = try column("_atom_site_calc_flag")
    var sites: [ListedSite] = []
    var (dummies, unknown, empty): ([String], [String], [String]) = ([], [], [])
    var (rounded, implausible, waters): ([String], [String], [String]) = ([], [], [])
    for row in coordinates[0].values.indices {
      let line = coordinates[0].values[row].line
      let symbol = symbols?.value(row)?.text
      let label = labels?.value(row)?.text ?? symbol ?? "\(row + 1)"
      if flags?.value(row)?.text?.lowercased() == "dum" {
        dummies.append(label)
        continue
      }
      if coordinates.allSatisfy({ $0.value(row)?.text == nil }) {
        unknown.append(label)
        continue
      }
      let listed = try occupancy(occupancies?.value(row), site: label, line: line)
      if listed == 0 {
        empty.append(label)
        continue
      }
      if listed > 1 { rounded.append(label) }
      if symbol == nil && Self.water(label) != nil { waters.append(label) }
      var position = Vector3.zero
      for axis in 0..<3 {
        guard let value = coordinates[axis].value(row), let text = value.text else {
          throw CIFFailure(line, .missingCoordinate(site: label))
        }
        // For a larger number the remaining digits do not define the position in the cell.
        guard let number = value.number, abs(number) < 100 else {
          throw CIFFailure(
            line,
            .invalidSiteValue(
              site: label,
              quantity: "coordinate",
              value: text,
              expected: "a number between -100 and 100"
            )
          )
        }
        position[axis] = number
      }
      var factor = try displacements.debyeWallerFactor(row: row, label: label, line: line)
      if let given = factor, !Displacements.sensible.contains(given) {
        implausible.append(label)
        factor = nil
      }
      let site = AtomSite(
        label: label,
        element: try element(symbol: symbol, label: label, line: line),
        position: position,
        occupancy: min(listed, 1),
        debyeWallerFactor: factor ?? AtomSite.defaultDebyeWallerFactor
      )
      sites.append(ListedSite(site: site, line: line))
    }
    guard !sites.isEmpty else { throw CIFFailure(coordinates[0].line, .noAtoms) }
    for (labels, reason) in [
      (dummies, "dummy sites left out"), (unknown, "sites of unknown position left out"),
      (empty, "sites of occupancy 0 left out"), (rounded, "occupancies slightly above 1 taken for 1"),
      (
        implausible,
        "displacements outside 0 to \(Int(Displacements.sensible.upperBound)) Å² (B) replaced by the default"
      ),
      (waters, "labels of water read as oxygen (Ow, Wat) and hydrogen (Hw, Dw)"),
    ] where !labels.isEmpty {
      notes.append("\(reason): \(labels.count), such as \(labels[0])")
    }
    return sites
  }

  /// The largest occupancy of a site that counts as rounding of 1.
  private static let largestOccupancy = 1.05

  /// The element of a label of water in the style of the American Mineralogist database; nil for other labels.
  private static func water(_ label: String) -> String? {
    let letters = label.prefix { $0.isASCII && $0.isLetter }
    if letters.hasPrefix("Wat") { return "O" }
    return ["Ow": "O", "Hw": "H", "Dw": "H"][String(letters)]
  }

  /// Lawrencium, the last element with a scattering factor.
  private static let heaviestElement = 103

  private func occupancy(_ value: CIFValue?, site: String, line: Int) throws(CIFFailure) -> Double {
    guard let value, let text = value.text else { return 1 }
    guard let occupancy = value.number, (0...Self.largestOccupancy).contains(occupancy) else {
      throw CIFFailure(
        line,
        .invalidSiteValue(site: site, quantity: "occupancy", value: text, expected: "a number from 0 to 1")
      )
    }
    return occupancy
  }

  private func element(symbol: String?, label: String, line: Int) throws(CIFFailure) -> Element {
    if let symbol {
      // A charge may follow, as in Fe3+, Fe2.5+, O2- or O-2; D and T are hydrogen. Groups such as NH4 are not ions.
      let letters = symbol.prefix { $0.isASCII && $0.isLetter }
      let rest = symbol.dropFirst(letters.count)
      let isCharge = rest.wholeMatch(of: /([0-9]*(\.[0-9]+)?[+-]?|[+-][0-9]*(\.[0-9]+)?)/) != nil
      let isGroup =
        letters.count > 1 && letters.allSatisfy(\.isUppercase) && !rest.isEmpty && rest.allSatisfy(\.isNumber)
      guard isCharge, !isGroup, let element = Element(symbol: letters == "T" ? "H" : String(letters)),
        element.atomicNumber <= Self.heaviestElement
      else { throw CIFFailure(line, .unknownElement(site: label, symbol: symbol)) }
      return element
    }
    if let water = Self.water(label), let element = Element(symbol: water) { return element }
    // The label begins with the element, as in Fe1, O2a, OH1 and OW. Wat is neither W nor At.
    let letters = label.prefix { $0.isASCII && $0.isLetter }
    guard let first = letters.first, first.isUppercase else {
      throw CIFFailure(line, .unknownElement(site: label, symbol: label))
    }
    let name = String(first) + letters.dropFirst().prefix { $0.isLowercase }
    let one = Element(symbol: name)
    let two = name.count == 1 && letters.count == 2 ? Element(symbol: String(letters)) : nil
    switch (one, two) {
    case (let one?, nil): return one
    case (nil, let two?): return two
    case (let one?, let two?):
      throw CIFFailure(line, .ambiguousElement(site: label, first: one.symbol, second: two.symbol))
    case (nil, nil): throw CIFFailure(line, .unknownElement(site: label, symbol: label))
    }
  }
}

extension CIFColumn {
  /// The value in a row; nil if the column belongs to another, shorter loop.
  func value(_ row: Int) -> CIFValue? { values.indices.contains(row) ? values[row] : nil }
}

/// The displacement parameters of a block.
private struct Displacements {
  /// The valid Debye-Waller factors B in Å².
  static let sensible = 0.0...50.0

  private let isotropic: [(column: CIFColumn, factor: Double)]
  private var anisotropic: [String: Double] = [:]

  init(of block: CIFBlock, in cell: UnitCell) throws(CIFFailure) {
    let fromU = 8 * Double.pi * Double.pi
    var isotropic: [(CIFColumn, Double)] = []
    if let column = try block.column("_atom_site_b_iso_or_equiv") { isotropic.append((column, 1)) }
    if let column = try block.column("_atom_site_u_iso_or_equiv") { isotropic.append((column, fromU)) }
    self.isotropic = isotropic

    guard let labels = try block.column("_atom_site_aniso_label") else { return }
    for (letter, factor) in [("u", fromU), ("b", 1)] {
      var components: [CIFColumn] = []
      for pair in ["11", "22", "33", "12", "13", "23"] {
        if let column = try block.column("_atom_site_aniso_\(letter)_\(pair)") { components.append(column) }
      }
      guard components.count == 6 else { continue }
      for row in labels.values.indices {
        guard let label = labels.values[row].text, anisotropic[label] == nil else { continue }
        let numbers = components.compactMap { $0.value(row)?.number }
        guard numbers.count == 6 else { continue }
        anisotropic[label] = factor * Self.equivalent(numbers, in: cell)
      }
    }
  }

  /// The isotropic equivalent of an anisotropic displacement.
  ///
  /// U_eq = ⅓ Σ U_ij a*_i a*_j **a**_i · **a**_j: Fischer and Tillmanns, Acta Cryst. C44, 775 (1988).
  private static func equivalent(_ components: [Double], in cell: UnitCell) -> Double {
    let reciprocal = cell.reciprocalMetric
    let lengths = Vector3(reciprocal[0, 0], reciprocal[1, 1], reciprocal[2, 2]).squareRoot()
    let metric = cell.metric
    let pairs = [(0, 0, 1.0), (1, 1, 1), (2, 2, 1), (0, 1, 2), (0, 2, 2), (1, 2, 2)]
    return zip(components, pairs).reduce(0) { sum, term in
      let (i, j, count) = term.1
      return sum + count * term.0 * lengths[i] * lengths[j] * metric[i, j]
    } / 3
  }

  /// Returns B of a site in Å²; nil if the file has none.
  func debyeWallerFactor(row: Int, label: String, line: Int) throws(CIFFailure) -> Double? {
    var found: (text: String, value: Double?)?
    for (column, factor) in isotropic {
      guard let value = column.value(row), let text = value.text else { continue }
      found = (text, value.number.map { factor * $0 })
      break
    }
    if found == nil, let value = anisotropic[label] { found = ("\(value)", value) }
    guard let found else { return nil }
    guard let value = found.value, value.isFinite else {
      throw CIFFailure(
        line,
        .invalidSiteValue(
          site: label,
          quantity: "displacement",
          value: found.text,
          expected: "a number; write ? if it is unknown"
        )
      )
    }
    return value
  }
}
