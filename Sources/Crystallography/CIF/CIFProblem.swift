/// The reason for ``CrystalError/invalidCIF(file:line:_:)``; not thrown by itself.
public enum CIFProblem: Sendable, Equatable {
  /// The text is not valid CIF; with the parser's message.
  case syntax(String)
  /// A tag occurs twice in a data block.
  case repeatedTag(String)
  /// A required tag is missing.
  case missingTag(String)
  /// A value is not a number, or an edge or angle is outside its valid range.
  case invalidNumber(tag: String, value: String, expected: String)
  /// The edges and angles define no cell, or one too flat for a crystal.
  case impossibleCell
  /// The matrix of the Cartesian axes does not belong to the cell.
  case impossibleCartesianAxes
  /// The structure is modulated, so that it has no cell.
  case modulated
  /// No data block has atoms with coordinates.
  case noAtoms
  /// A site lacks a coordinate.
  case missingCoordinate(site: String)
  /// A value of a site is not a number or outside its valid range.
  case invalidSiteValue(site: String, quantity: String, value: String, expected: String)
  /// Neither the symbol nor the label of a site names an element.
  case unknownElement(site: String, symbol: String)
  /// A label may begin with either of two elements, such as `CA1`.
  case ambiguousElement(site: String, first: String, second: String)
  /// The file has neither symmetry operations nor a space group.
  case noSymmetry
  /// The symbol names no space group, and there are no operations and no number.
  case unknownSpaceGroup(String)
  /// The space group has two origins, and the file does not say which.
  case ambiguousOrigin(String)
  /// A text is not a symmetry operation.
  case invalidOperation(String)
  /// The product of two operations is missing from the list.
  case notAGroup(first: String, second: String)
  /// An operation does not map the cell's lattice onto itself.
  case operationDoesNotFitCell(String)
  /// The cell has too many atoms.
  case tooManyAtoms(limit: Int)
  /// Two atoms overlap; with their distance in Å.
  case overlappingAtoms(first: String, second: String, distance: Double)
  /// The cell is too small or too large for its atoms; with the volume per atom in Å³.
  case unlikelyVolume(perAtom: Double, range: ClosedRange<Double>)
}

extension CIFProblem: CustomStringConvertible {
  /// The problem and its remedy in one sentence, without file and line.
  public var description: String {
    switch self {
    case .syntax(let message): "this is not valid CIF: \(message)\(CIFSyntax.remedy(message))"
    case .repeatedTag(let tag): "\(tag) occurs twice in one data block; remove one of them"
    case .missingTag(let tag): "there is no \(tag); add it"
    case .invalidNumber(let tag, let value, let expected):
      "\(tag) is '\(Self.shown(value))', not \(expected); correct it"
    case .impossibleCell: "the edges and angles of the cell span no volume; check them"
    case .impossibleCartesianAxes:
      "the matrix of the Cartesian axes (_atom_sites_Cartn_tran_matrix_11 to _33) does not have the volume of the "
        + "cell; correct it or give fractional coordinates"
    case .modulated:
      "the structure is modulated and has no cell; give its average or a superstructure with the operations "
        + "(_space_group_symop_operation_xyz)"
    case .noAtoms: "there are no atoms with fractional coordinates (_atom_site_fract_x, _y, _z); add them"
    case .missingCoordinate(let site): "site \(Self.shown(site)) lacks a coordinate; give all three or remove the site"
    case .invalidSiteValue(let site, let quantity, let value, let expected):
      "site \(Self.shown(site)) has the \(quantity) '\(Self.shown(value))', not \(expected); correct it"
    case .unknownElement(let site, let symbol):
      "site \(Self.shown(site)): '\(Self.shown(symbol))' is not a chemical element; give the element as "
        + "_atom_site_type_symbol"
    case .ambiguousElement(let site, let first, let second):
      "site \(Self.shown(site)) may be \(first) or \(second); give the element as _atom_site_type_symbol"
    case .noSymmetry:
      "there is no symmetry: add the operations (_space_group_symop_operation_xyz) or the space group "
        + "(_space_group_name_H-M_alt); for P1 add the operation 'x,y,z'"
    case .unknownSpaceGroup(let symbol):
      "'\(Self.shown(symbol))' is not a space group; correct it or add the operations "
        + "(_space_group_symop_operation_xyz)"
    case .ambiguousOrigin(let symbol):
      "\(Self.shown(symbol)) has two origins; write the symbol with ':1' or ':2', or add the operations "
        + "(_space_group_symop_operation_xyz)"
    case .invalidOperation(let text):
      "'\(Self.shown(text))' is not a symmetry operation such as '-x,y+1/2,-z'; correct it"
    case .notAGroup(let first, let second):
      "the symmetry operations are not a group: '\(first)' after '\(second)' is missing; list all operations"
    case .operationDoesNotFitCell(let operation):
      "the cell does not have the symmetry '\(operation)'; check the cell and the space group"
    case .tooManyAtoms(let limit): "the cell has more than \(limit) atoms, too many to simulate; take a smaller crystal"
    case .overlappingAtoms(let first, let second, let distance):
      "\(Self.shown(first)) and \(Self.shown(second)) are only \((distance * 100).rounded() / 100) Å "
        + "apart; correct their positions, or their occupancies if they share a position"
    case .unlikelyVolume(let volume, let range):
      "the cell has \((volume * 100).rounded() / 100) Å³ per atom instead of "
        + "\(range.lowerBound) to \(range.upperBound) Å³; check the cell (Å), the symmetry and the sites"
    }
  }

  /// Text of a file, shortened and with control characters escaped.
  static func shown(_ text: String) -> String {
    let limit = 60
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: shown += scalar.escaped(asASCII: true)
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > limit ? shown + "…" : shown
  }
}

/// A problem and its line; the caller adds the file.
struct CIFFailure: Error {
  let line: Int?
  let problem: CIFProblem

  init(_ line: Int?, _ problem: CIFProblem) { (self.line, self.problem) = (line, problem) }
}
