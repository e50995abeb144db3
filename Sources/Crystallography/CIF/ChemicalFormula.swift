/// The composition that a CIF states, as in `C10 H20 Cl N O3`.
struct ChemicalFormula {
  /// The number of atoms of each element in the formula unit; nil if a group such as `(Fe Mg)2` hides them.
  let counts: [Element: Double]?
  /// All elements of the formula.
  let elements: Set<Element>
  /// The number of formula units in the cell, if the file states it.
  var unitsPerCell: Double?

  /// The largest relative difference of a count that is due to rounding.
  private static let tolerance = 0.05

  /// Reads a formula; nil if a word of it is no element.
  init?(_ text: String) {
    var counts: [Element: Double] = [:]
    var rest = text.filter { !"()[]{},'\"".contains($0) }[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard !rest.isEmpty else { break }
      guard let match = rest.prefixMatch(of: /([A-Z][a-z]?)([0-9]*\.?[0-9]*)(?=[\sA-Z]|$)/),
        let element = Element(symbol: String(match.1))
      else { return nil }
      counts[element, default: 0] += match.2.isEmpty ? 1 : Double(match.2) ?? 1
      rest = rest[match.range.upperBound...]
    }
    guard !counts.isEmpty else { return nil }
    elements = Set(counts.keys)
    self.counts = text.contains(where: { "([{".contains($0) }) ? nil : counts
  }

  /// Returns whether the atoms of a cell have this composition; nil if the formula does not tell.
  ///
  /// Hydrogen is ignored, since many structures lack its positions.
  func matches(_ crystal: Crystal) -> Bool? {
    guard let counts else { return nil }
    var found: [Element: Double] = [:]
    for atom in crystal.atoms { found[atom.element, default: 0] += atom.occupancy }
    let heavy = Set(found.keys).union(counts.keys).filter { $0.atomicNumber > 1 }
    guard !heavy.isEmpty else { return nil }
    let total = heavy.reduce(0) { $0 + (counts[$1] ?? 0) }
    let units = unitsPerCell ?? heavy.reduce(0) { $0 + (found[$1] ?? 0) } / total
    guard units.isFinite, units > 0 else { return nil }
    return heavy.allSatisfy { element in
      let expected = units * (counts[element] ?? 0)
      return abs((found[element] ?? 0) - expected) <= Self.tolerance * expected
    }
  }
}

extension CIFBlock {
  /// The formula of the block, if it can be read; a tag that occurs twice counts as missing.
  func chemicalFormula() -> ChemicalFormula? {
    guard let text = (try? column("_chemical_formula_sum"))?.values.first?.text,
      var formula = ChemicalFormula(text)
    else { return nil }
    let units = (try? column("_cell_formula_units_z"))?.values.first?.number
    formula.unitsPerCell = units.flatMap { $0 > 0 ? $0 : nil }
    return formula
  }
}
