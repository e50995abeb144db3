import SampleSupport

/// Radii and electronegativities of ions.
struct IonTable: Sendable {
  /// The scale of radii that a network was trained on.
  enum Radius: Sendable {
    /// The crystal radius of Shannon for six neighbours, whichever site the ion occupies.
    case independentOfSite
    /// The ionic radius of Shannon for this number of neighbours.
    case coordination(Int)
  }

  private struct Properties: Sendable {
    var electronegativity: Double
    var radius: Double
    var shannon: [Int: Double]
  }

  private let properties: [Ion: Properties]

  /// Reads the table; each row has an ion, its electronegativity, its radius and Shannon's radii for 4, 6 and 8
  /// neighbours, in ångströms, of which some may be missing.
  init(_ table: CommaSeparatedTable) throws(SampleError) {
    var properties: [Ion: Properties] = [:]
    for row in table.rows {
      let ion = try row.ion("ion")
      var shannon: [Int: Double] = [:]
      for neighbours in [4, 6, 8] { shannon[neighbours] = Double(row["shannon_\(neighbours)"]) }
      properties[ion] = Properties(
        electronegativity: try row.number("electronegativity"),
        radius: try row.number("radius"),
        shannon: shannon
      )
    }
    self.properties = properties
  }

  /// The radius in ångströms and Pauling's electronegativity of an ion, the inputs of all networks of this sample.
  func descriptors(of ion: Ion, radius: Radius) throws(SampleError) -> [Double] {
    guard let values = properties[ion] else { throw SampleError("the table has no radius for \(ion)") }
    switch radius {
    case .independentOfSite: return [values.radius, values.electronegativity]
    case .coordination(let neighbours):
      guard let shannon = values.shannon[neighbours] else {
        throw SampleError("the table has no radius for \(ion) with \(neighbours) neighbours")
      }
      return [shannon, values.electronegativity]
    }
  }
}
