import Testing

@testable import Crystallography

/// The text of a CIF as lines that tests can change.
struct CIFText {
  private(set) var lines: [String]

  var text: String { lines.joined(separator: "\n") + "\n" }

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Rutile: titanium in line 18, oxygen in line 19.
  static let rutile = CIFText(
    """
    data_rutile
    _chemical_name_mineral Rutile
    _cell_length_a 4.594(1)
    _cell_length_b 4.594(1)
    _cell_length_c 2.959
    _cell_angle_alpha 90
    _cell_angle_beta 90
    _cell_angle_gamma 90
    _space_group_name_H-M_alt 'P 42/m n m'
    _space_group_IT_number 136
    loop_
    _atom_site_label
    _atom_site_type_symbol
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    _atom_site_occupancy
    Ti1 Ti4+ 0 0 0 1
    O1 O2- 0.3053(2) 0.3053(2) 0 1.0
    """
  )

  /// A cubic cell of 4 Å without symmetry; one caesium atom in line 13.
  static let cubic = CIFText(
    """
    data_cubic
    _cell_length_a 4
    _cell_length_b 4
    _cell_length_c 4
    loop_
    _space_group_symop_operation_xyz
    x,y,z
    loop_
    _atom_site_label
    _atom_site_fract_x
    _atom_site_fract_y
    _atom_site_fract_z
    Cs1 0 0 0
    """
  )

  /// The text with one line replaced; lines are numbered from 1.
  func with(line number: Int, _ line: String) -> CIFText {
    var copy = self
    copy.lines[number - 1] = line
    return copy
  }

  /// The text with some lines emptied, so that the others keep their numbers.
  func without(_ numbers: Int...) -> CIFText {
    var copy = self
    for number in numbers { copy.lines[number - 1] = "" }
    return copy
  }

  /// The text with lines appended.
  func adding(_ lines: String...) -> CIFText {
    var copy = self
    copy.lines += lines
    return copy
  }

  /// Reads the crystal.
  func read() throws -> CIF { try CIF(text: text, name: "a.cif") }

  /// The problem and its line; nil if the text is a valid CIF.
  var failure: (line: Int?, problem: CIFProblem)? {
    do throws(CIFFailure) {
      _ = try CIF(bytes: Array(text.utf8), name: "a.cif")
      return nil
    } catch {
      return (error.line, error.problem)
    }
  }

  /// Expects a problem in a line.
  func expect(
    _ problem: CIFProblem,
    line: Int?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = failure
    #expect(found?.problem == problem, sourceLocation: sourceLocation)
    #expect(found?.line == line, "\(problem)", sourceLocation: sourceLocation)
  }
}
