/// The displacement parameters of a block.
struct Displacements {
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

  /// The Debye-Waller factor B of a site in Å², if the file has one that can be read.
  enum Factor {
    case unknown
    case unreadable
    case value(Double)
  }

  /// Returns the Debye-Waller factor of the site in a row.
  func debyeWallerFactor(row: Int, label: String) -> Factor {
    for (column, factor) in isotropic {
      guard let value = column.value(row), value.text != nil else { continue }
      return value.number.map { .value(factor * $0) } ?? .unreadable
    }
    guard let value = anisotropic[label] else { return .unknown }
    return value.isFinite ? .value(value) : .unreadable
  }
}
