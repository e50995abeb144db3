/// What can be wrong with a crystal structure in a CIF.
public enum CIFProblem: Sendable, Equatable {
  /// The text is not in the syntax of CIF; what its reader says.
  case syntax(String)
  /// A tag that may stand in a data block once.
  case repeatedTag(String)
  /// A tag that must be there.
  case missingTag(String)
  /// A value of a tag that is no number, or an edge or angle outside a sensible range.
  case invalidNumber(tag: String, value: String, expected: String)
  /// Edges and angles that span no cell, or one too flat for a crystal.
  case impossibleCell
  /// No data block has atoms with fractional coordinates.
  case noAtoms
  /// A site without one of its coordinates.
  case missingCoordinate(site: String)
  /// A value of a site that is no number, or outside of its range.
  case invalidSiteValue(site: String, quantity: String, value: String, expected: String)
  /// A site whose element is not told by its symbol, or by its label where there is no symbol.
  case unknownElement(site: String, symbol: String)
  /// A label that may begin with one of two elements, such as `CA1`.
  case ambiguousElement(site: String, first: String, second: String)
  /// Neither operations nor a space group.
  case noSymmetry
  /// A symbol that means no space group, without operations or number beside it.
  case unknownSpaceGroup(String)
  /// A space group with two origins, by symbol or number alone.
  case ambiguousOrigin(String)
  /// Text that is no symmetry operation.
  case invalidOperation(String)
  /// Operations whose product is missing, or which repeat without end.
  case notAGroup(first: String, second: String)
  /// An operation that does not map the cell's lattice onto itself.
  case operationDoesNotFitCell(String)
  /// More atoms in the cell than the limit.
  case tooManyAtoms(limit: Int)
  /// Two atoms in one place; the distance in Å.
  case overlappingAtoms(first: String, second: String, distance: Double)
  /// A cell too small or too large for its atoms; the volume for each atom in Å³.
  case unlikelyVolume(perAtom: Double, range: ClosedRange<Double>)
}

extension CIFProblem: CustomStringConvertible {
  /// One sentence that says what is wrong and what to do, without the file and the line.
  public var description: String {
    switch self {
    case .syntax(let message):
      "this is not valid CIF: \(message)"
    case .repeatedTag(let tag):
      "\(tag) stands twice in one data block; remove one of them"
    case .missingTag(let tag):
      "there is no \(tag); add it"
    case .invalidNumber(let tag, let value, let expected):
      "\(tag) is '\(Self.shown(value))', not \(expected)"
    case .impossibleCell:
      "the edges and angles of the cell span no volume; check them"
    case .noAtoms:
      "there are no atoms with fractional coordinates (_atom_site_fract_x, _y, _z); add them"
    case .missingCoordinate(let site):
      "site \(Self.shown(site)) lacks a coordinate; give all three or remove the site"
    case .invalidSiteValue(let site, let quantity, let value, let expected):
      "site \(Self.shown(site)) has the \(quantity) '\(Self.shown(value))', not \(expected)"
    case .unknownElement(let site, let symbol):
      "site \(Self.shown(site)): '\(Self.shown(symbol))' is no chemical element; give the element as "
        + "_atom_site_type_symbol"
    case .ambiguousElement(let site, let first, let second):
      "site \(Self.shown(site)) may be \(first) or \(second); give the element as "
        + "_atom_site_type_symbol"
    case .noSymmetry:
      "there is no symmetry: add the operations (_space_group_symop_operation_xyz) or the space group "
        + "(_space_group_name_H-M_alt), 'x,y,z' if there is none but the lattice's"
    case .unknownSpaceGroup(let symbol):
      "'\(Self.shown(symbol))' is no space group; correct it or add the operations "
        + "(_space_group_symop_operation_xyz)"
    case .ambiguousOrigin(let symbol):
      "\(Self.shown(symbol)) has two origins; write the symbol with ':1' or ':2', or add the operations "
        + "(_space_group_symop_operation_xyz)"
    case .invalidOperation(let text):
      "'\(Self.shown(text))' is no symmetry operation such as '-x,y+1/2,-z'"
    case .notAGroup(let first, let second):
      "the symmetry operations are no group: '\(first)' after '\(second)' gives one that is not "
        + "listed; list all of them"
    case .operationDoesNotFitCell(let operation):
      "the cell does not have the symmetry '\(operation)'; check the cell and the space group"
    case .tooManyAtoms(let limit):
      "the cell has more than \(limit) atoms, too many to simulate; take a smaller crystal"
    case .overlappingAtoms(let first, let second, let distance):
      "\(Self.shown(first)) and \(Self.shown(second)) are only \((distance * 100).rounded() / 100) Å "
        + "apart; correct their positions, or their occupancies where they share a place"
    case .unlikelyVolume(let volume, let range):
      "the cell has \((volume * 100).rounded() / 100) Å³ for each atom, which is not "
        + "\(range.lowerBound) to \(range.upperBound); check the cell (Å), the symmetry and the sites"
    }
  }

  /// Text of a file without line breaks and other control characters, which can also be very long.
  private static func shown(_ text: String) -> String {
    let limit = 60
    var shown = ""
    for scalar in text.unicodeScalars.prefix(limit) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        shown += scalar.escaped(asASCII: true)
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > limit ? shown + "…" : shown
  }
}

/// A problem and the line it is in; which file it is, the caller knows.
struct CIFFailure: Error {
  let line: Int?
  let problem: CIFProblem

  init(_ line: Int?, _ problem: CIFProblem) { (self.line, self.problem) = (line, problem) }
}
