import Foundation

/// A site of the asymmetric unit and its line in the file.
struct ListedSite {
  var site: AtomSite
  let line: Int
  /// False if the file does not state the occupancy, which is then 1.
  var hasOccupancy = true
  /// True if the site belongs to a disorder group.
  var isDisordered = false
}

extension CIFBlock {
  /// True if the block has atoms with coordinates.
  var hasAtoms: Bool {
    columns.contains { SiteCoordinates.firstTags.contains($0.tag) && $0.values.contains { $0.text != nil } }
  }

  /// Reads the sites of the asymmetric unit.
  ///
  /// Sites without an atom are left out with a note: dummy sites (`_atom_site_calc_flag dum`), sites of unknown
  /// position and sites of occupancy 0.
  func sites(in cell: UnitCell, notes: inout [String]) throws(CIFFailure) -> [ListedSite] {
    let coordinates = try SiteCoordinates(of: self, in: cell, notes: &notes)
    let labels = try column("_atom_site_label")
    let symbols = try column("_atom_site_type_symbol")
    guard labels != nil || symbols != nil else {
      throw CIFFailure(coordinates.line, .missingTag("_atom_site_type_symbol"))
    }
    let occupancies = try column("_atom_site_occupancy")
    let displacements = try Displacements(of: self, in: cell)

    let reader = SiteElement(
      formula: chemicalFormula(),
      labels: symbols == nil ? labels?.values.compactMap(\.text) ?? [] : []
    )

    let flags = try column("_atom_site_calc_flag")
    let disorder = try column("_atom_site_disorder_group")
    var sites: [ListedSite] = []
    var (dummies, unknown, empty): ([String], [String], [String]) = ([], [], [])
    var (rounded, implausible, waters): ([String], [String], [String]) = ([], [], [])
    var (fractions, unreadable, guided): ([String], [String], [String]) = ([], [], [])
    for row in coordinates.rows {
      let line = coordinates.line(row)
      let symbol = symbols?.value(row)?.text
      let label = labels?.value(row)?.text ?? symbol ?? "\(row + 1)"
      if flags?.value(row)?.text?.lowercased() == "dum" {
        dummies.append(label)
        continue
      }
      if coordinates.areUnknown(row) {
        unknown.append(label)
        continue
      }
      let listed = try occupancy(occupancies?.value(row), site: label, line: line)
      if listed == 0 {
        empty.append(label)
        continue
      }
      if listed > 1 { rounded.append(label) }
      if symbol == nil && SiteElement.water(label) != nil { waters.append(label) }
      let (position, hasFraction) = try coordinates.position(row, site: label)
      if hasFraction { fractions.append(label) }
      var factor: Double?
      switch displacements.debyeWallerFactor(row: row, label: label) {
      case .unknown: break
      case .unreadable: unreadable.append(label)
      case .value(let given) where Displacements.sensible.contains(given): factor = given
      case .value: implausible.append(label)
      }
      let element: Element
      if let symbol {
        element = try reader.element(symbol: symbol, label: label, line: line)
      } else {
        let reading = try reader.element(label: label, line: line)
        element = reading.element
        if reading.isFromFormula { guided.append("\(label) (\(element))") }
      }
      let site = AtomSite(
        label: label,
        element: element,
        position: position,
        occupancy: min(listed, 1),
        debyeWallerFactor: factor ?? AtomSite.defaultDebyeWallerFactor
      )
      sites.append(
        ListedSite(
          site: site,
          line: line,
          hasOccupancy: occupancies?.value(row)?.text != nil,
          isDisordered: disorder?.value(row)?.text != nil
        )
      )
    }
    guard !sites.isEmpty else { throw CIFFailure(coordinates.line, .noAtoms) }
    for (labels, reason) in [
      (dummies, "dummy sites left out"), (unknown, "sites of unknown position left out"),
      (empty, "sites of occupancy 0 left out"), (rounded, "occupancies slightly above 1 taken for 1"),
      (
        implausible,
        "displacements outside 0 to \(Int(Displacements.sensible.upperBound)) Å² (B) replaced by the default"
      ),
      (waters, "labels of water read as oxygen (Ow, Wat) and hydrogen (Hw, Dw)"),
      (guided, "labels read as elements of the chemical formula"),
      (fractions, "coordinates written as fractions read as such"),
      (unreadable, "displacements that are not numbers replaced by the default"),
    ] where !labels.isEmpty {
      notes.append("\(reason): \(labels.count), such as \(labels[0])")
    }
    return sites
  }

  /// The largest occupancy of a site that counts as rounding of 1.
  private static let largestOccupancy = 1.05

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
}

extension CIFColumn {
  /// The value in a row; nil if the column belongs to another, shorter loop.
  func value(_ row: Int) -> CIFValue? { values.indices.contains(row) ? values[row] : nil }
}
