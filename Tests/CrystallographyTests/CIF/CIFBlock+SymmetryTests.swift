import Testing

@testable import Crystallography

@Suite struct CIFBlockSymmetryTests {
  /// The cubic cell with a symbol, a number or both in place of its operations.
  private static func cubic(symbol: String? = nil, number: String? = nil) -> CIFText {
    var text = CIFText.cubic.without(5, 6, 7).with(line: 3, "_cell_length_b 4 _cell_angle_beta 90")
    if let symbol { text = text.with(line: 6, "_space_group_name_H-M_alt '\(symbol)'") }
    if let number { text = text.with(line: 7, "_space_group_IT_number \(number)") }
    return text
  }

  @Test func operationsOverrideTheSymbol() throws {
    let text = CIFText.cubic.with(line: 4, "_cell_length_c 4 _space_group_name_H-M_alt 'F m -3 m'")
      .with(line: 7, "x,y,z\n-x,-y,-z")
    let cif = try text.read()
    #expect(cif.crystal.atoms.count == 1)
    #expect(cif.claimedSpaceGroup?.number == 225)
    #expect(try CrystalSymmetry(of: cif.crystal).spaceGroup.number == 221)
  }

  @Test func symbolOrNumberGivesTheOperations() throws {
    #expect(try Self.cubic(symbol: "P m -3 m").read().crystal.atoms.count == 1)
    #expect(try Self.cubic(symbol: "F m -3 m").read().crystal.atoms.count == 4)
    #expect(try Self.cubic(number: "229").read().crystal.atoms.count == 2)
    // The symbol overrides the number unless it is unknown.
    #expect(try Self.cubic(symbol: "I m -3 m", number: "225").read().crystal.atoms.count == 2)
    #expect(try Self.cubic(symbol: "not known", number: "225").read().crystal.atoms.count == 4)
    let older = Self.cubic().with(line: 6, "_symmetry_Int_Tables_number 225")
    #expect(try older.read().crystal.atoms.count == 4)
  }

  @Test func otherSettingsAreUnderstood() throws {
    // P21/n of an invented monoclinic cell: the glide is along the diagonal.
    let text = Self.cubic(symbol: "P 1 21/n 1").with(line: 13, "Cs1 0.1 0.2 0.3")
    let positions = try text.read().crystal.atoms.map(\.position)
    let expected: [Vector3] = [
      [0.1, 0.2, 0.3], [0.4, 0.7, 0.2], [0.9, 0.8, 0.7], [0.6, 0.3, 0.8],
    ]
    #expect(positions.count == 4)
    for position in expected {
      #expect(positions.contains { ($0 - position).length < 1e-9 }, "\(position)")
    }
  }

  @Test func missingSymmetryIsRefused() {
    Self.cubic().expect(.noSymmetry, line: 1)
    Self.cubic(symbol: "?", number: "?").expect(.unknownSpaceGroup("?"), line: 6)
  }

  @Test func unknownSpaceGroupsAreRefused() {
    Self.cubic(symbol: "P 43/q").expect(.unknownSpaceGroup("P 43/q"), line: 6)
    for number in ["0", "231", "-1", "2.5", "many", "99999999999999999999"] {
      Self.cubic(number: number).expect(.unknownSpaceGroup(number), line: 7)
    }
  }

  @Test func ambiguousOriginsAreRefused() throws {
    Self.cubic(symbol: "F d -3 m").expect(.ambiguousOrigin("F d -3 m"), line: 6)
    Self.cubic(number: "227").expect(.ambiguousOrigin("227"), line: 7)
    let wide = Self.cubic(symbol: "F d -3 m:1").with(line: 2, "_cell_length_a 6")
      .with(line: 3, "_cell_length_b 6").with(line: 4, "_cell_length_c 6")
    // Diamond's atoms are at the origin for origin 1 and at ⅛ ⅛ ⅛ for origin 2, whose origin has multiplicity 16.
    #expect(try wide.read().crystal.atoms.count == 8)
    for symbol in ["F d -3 m:2", "F d -3 m Z"] {
      let other = wide.with(line: 6, "_space_group_name_H-M_alt '\(symbol)'")
      #expect(try other.read().crystal.atoms.count == 16)
    }
    let first = wide.with(line: 6, "_space_group_name_H-M_alt 'F d -3 m S'")
    #expect(try first.read().crystal.atoms.count == 8)
  }

  @Test func invalidOperationsAreRefused() {
    for text in ["x,y", "x,y,z,w", "a,b,c", "h,k,l", "x,y,0.11+z", "2*x,y,z", "0,0,0", "x,x,z"] {
      CIFText.cubic.with(line: 7, text).expect(.invalidOperation(text), line: 7)
    }
    CIFText.cubic.with(line: 7, "x,y,z ?").expect(.invalidOperation("?"), line: 7)
  }

  @Test func operationsThatAreNotAGroupAreRefused() {
    // A fourfold axis without its square.
    let open = CIFText.cubic.with(line: 7, "x,y,z\n-y,x,z")
    open.expect(.notAGroup(first: "-y,x,z", second: "-y,x,z"), line: 8)
  }

  @Test func operationsThatDoNotFitTheCellAreRefused() {
    let text = CIFText.cubic.with(line: 4, "_cell_length_c 5").with(
      line: 7,
      "x,y,z\nz,x,y\ny,z,x"
    )
    text.expect(.operationDoesNotFitCell("z,x,y"), line: 8)
    Self.cubic(symbol: "P m -3 m").with(line: 4, "_cell_length_c 5").expectMisfit()
  }

  @Test func claimedSpaceGroupIsReadByNumberOrSymbol() throws {
    #expect(try CIFText.cubic.read().claimedSpaceGroup == nil)
    let numbered = CIFText.cubic.with(line: 4, "_cell_length_c 4 _cell_angle_beta 90 _symmetry_Int_Tables_number 14")
    #expect(try numbered.read().claimedSpaceGroup?.number == 14)
    let named = CIFText.cubic.with(
      line: 4,
      "_cell_length_c 4 _cell_angle_beta 90 _symmetry_space_group_name_H-M 'P 21/n'"
    )
    #expect(try named.read().claimedSpaceGroup?.number == 14)
    // An unknown space group is ignored if there are operations.
    let unknown = CIFText.cubic.with(line: 4, "_cell_length_c 4 _space_group_IT_number 999")
    #expect(try unknown.read().claimedSpaceGroup == nil)
  }
}

extension CIFText {
  fileprivate func expectMisfit(sourceLocation: SourceLocation = #_sourceLocation) {
    guard case (6, .operationDoesNotFitCell)? = failure else {
      Issue.record("\(String(describing: failure))", sourceLocation: sourceLocation)
      return
    }
  }
}
