/// The coordinates of the sites of a block in fractions of the edges.
struct SiteCoordinates {
  /// The tags of the first coordinate, fractional and Cartesian.
  static let firstTags = ["_atom_site_fract_x", "_atom_site_cartn_x"]

  private let columns: [CIFColumn]
  /// The matrix and shift from Cartesian to fractional coordinates; nil if the file has fractional ones.
  private let toFractional: (matrix: Matrix3, shift: Vector3)?

  /// The largest size of a coordinate; for a larger one the remaining digits do not define the position in the cell.
  private let limit: Double

  /// Finds the coordinates of a block; Cartesian ones count only if there are no fractional ones.
  ///
  /// The axes of Cartesian coordinates are those of `_atom_sites_Cartn_tran_matrix_11` to `_33`, or else x along **a**
  /// and z along **c***, with a note.
  init(of block: CIFBlock, in cell: UnitCell, notes: inout [String]) throws(CIFFailure) {
    let letters = ["x", "y", "z"]
    var fractional: [CIFColumn] = []
    var cartesian: [CIFColumn] = []
    for letter in letters {
      if let column = try block.column("_atom_site_fract_\(letter)") { fractional.append(column) }
      if let column = try block.column("_atom_site_cartn_\(letter)") { cartesian.append(column) }
    }
    guard fractional.count < 3, cartesian.count == 3 else {
      for letter in letters where fractional.count < 3 {
        let tag = "_atom_site_fract_\(letter)"
        if try block.column(tag) == nil { throw CIFFailure(fractional.first?.line, .missingTag(tag)) }
      }
      (columns, toFractional, limit) = (fractional, nil, 100)
      return
    }
    var numbers: [Double] = []
    var shift = Vector3.zero
    for (row, _) in letters.enumerated() {
      for column in 1...3 {
        let tag = "_atom_sites_cartn_tran_matrix_\(row + 1)\(column)"
        if let number = try block.column(tag)?.values.first?.number { numbers.append(number) }
      }
      shift[row] = try block.column("_atom_sites_cartn_tran_vector_\(row + 1)")?.values.first?.number ?? 0
    }
    var matrix = cell.directMatrix
    if numbers.count == 9 {
      matrix = Matrix3(rows: Vector3(numbers[0...2]), Vector3(numbers[3...5]), Vector3(numbers[6...8]))
    } else {
      notes.append(
        "Cartesian coordinates are read with x along a and z along c*, since the file does not state the axes"
      )
    }
    guard abs(abs(matrix.determinant) / cell.volume - 1) < 0.02 else {
      throw CIFFailure(try block.column("_atom_sites_cartn_tran_matrix_11")?.line, .impossibleCartesianAxes)
    }
    (columns, toFractional, limit) = (cartesian, (matrix.inverse, shift), 10_000)
  }

  /// The rows of the list of sites.
  var rows: Range<Int> { columns[0].values.indices }

  /// The line of the first coordinate's tag.
  var line: Int { columns[0].line }

  /// The line of a row.
  func line(_ row: Int) -> Int { columns[0].values[row].line }

  /// True if no coordinate of a row is known.
  func areUnknown(_ row: Int) -> Bool { columns.allSatisfy { $0.value(row)?.text == nil } }

  /// The fractional position in a row, and true if the file has it as a fraction such as `1/4`.
  func position(_ row: Int, site: String) throws(CIFFailure) -> (position: Vector3, hasFraction: Bool) {
    var position = Vector3.zero
    var hasFraction = false
    for axis in 0..<3 {
      guard let value = columns[axis].value(row), let text = value.text else {
        throw CIFFailure(line(row), .missingCoordinate(site: site))
      }
      let fraction = toFractional == nil ? Self.fraction(text) : nil
      guard let number = fraction ?? value.number, abs(number) < limit else {
        let expected = "a number between \(-Int(limit)) and \(Int(limit))"
        throw CIFFailure(
          line(row),
          .invalidSiteValue(site: site, quantity: "coordinate", value: text, expected: expected)
        )
      }
      if fraction != nil { hasFraction = true }
      position[axis] = number
    }
    guard let toFractional else { return (position, hasFraction) }
    return (toFractional.matrix * (position - toFractional.shift), hasFraction)
  }

  private static func fraction(_ text: String) -> Double? {
    guard text.utf8.contains(UInt8(ascii: "/")), let match = text.wholeMatch(of: /([+-]?\d{1,2})\/(\d{1,2})/),
      let numerator = Double(match.1),
      let denominator = Double(match.2), denominator > 0
    else { return nil }
    return numerator / denominator
  }
}
