import Testing

@testable import Crystallography

@Suite struct CIFBlockSpaceGroupTests {
  /// A monoclinic cell with a general site, with some names of its space group in lines 6 to 9.
  private static func monoclinic(_ names: String...) -> CIFText {
    var text = CIFText(
      """
      data_a
      _cell_length_a 6
      _cell_length_b 7
      _cell_length_c 8
      _cell_angle_beta 100




      loop_
      _atom_site_type_symbol
      _atom_site_fract_x
      _atom_site_fract_y
      _atom_site_fract_z
      Fe 0.1 0.2 0.3
      """
    )
    for (index, name) in names.enumerated() { text = text.with(line: 6 + index, name) }
    return text
  }

  private static let operationsOfP21n =
    "loop_\n_space_group_symop_operation_xyz\nx,y,z\n1/2-X,1/2+Y,1/2-Z\n-x,-y,-z\n.5+x,.5-y,.5+z"

  private func positions(_ text: CIFText) throws -> [Vector3] {
    try text.read().crystal.atoms.map(\.position).sorted { ($0.x, $0.y, $0.z) < ($1.x, $1.y, $1.z) }
  }

  private func areEqual(_ first: [Vector3], _ second: [Vector3]) -> Bool {
    first.count == second.count && zip(first, second).allSatisfy { ($0 - $1).length < 1e-9 }
  }

  @Test func aHallSymbolGivesTheOperations() throws {
    let listed = try positions(Self.monoclinic(Self.operationsOfP21n))
    for tag in ["_space_group_name_Hall", "_symmetry_space_group_name_Hall", "_space_group.name_Hall"] {
      #expect(areEqual(try positions(Self.monoclinic("\(tag) '-P 2yn'")), listed))
    }
    #expect(areEqual(try positions(Self.monoclinic("_space_group_name_H-M_alt P2_1/n")), listed))
    #expect(!areEqual(try positions(Self.monoclinic("_space_group_name_Hall '-P 2ybc'")), listed))
  }

  @Test func theCoordinateSystemCodeChoosesTheSetting() throws {
    let listed = try positions(Self.monoclinic(Self.operationsOfP21n))
    for name in ["_space_group_IT_number 14", "_space_group_name_H-M_alt 'P 21/c'"] {
      let text = Self.monoclinic(name, "_space_group_IT_coordinate_system_code b2")
      #expect(areEqual(try positions(text), listed))
      #expect(try text.read().notes.isEmpty)
    }
    let other = Self.monoclinic("_space_group_name_H-M_alt 'P 21/n'", "_space_group_IT_coordinate_system_code b1")
    #expect(areEqual(try positions(other), listed))
    #expect(
      try other.read().notes == ["line 7: the coordinate-system code 'b1' does not fit P 21/n and is ignored"]
    )
  }

  @Test func codesCoverTheSettingsOfTheTables() throws {
    func operations(_ number: Int, _ code: String) -> [SymmetryOperation]? {
      SpaceGroupSetting(number: number, code: code)?.operations
    }
    for (number, code, symbol) in [
      (227, "1", "F d -3 m:1"), (227, "2", "F d -3 m:2"), (166, "h", "R -3 m:H"), (166, "R", "R -3 m:R"),
      (62, "abc", "P n m a"), (62, "cab", "P b n m"), (48, "2abc", "P n n n:2"), (3, "b1", "P 1 2 1"),
      (14, "c1", "P 1 1 21/a"), (14, "b2", "P 1 21/n 1"),
    ] {
      let expected = SpaceGroupSetting(symbol: symbol, alpha: 90, gamma: 120)?.operations
      #expect(expected != nil && operations(number, code).map(Set.init) == expected.map(Set.init), "\(number) \(code)")
    }
    #expect(operations(14, "x9") == nil && operations(0, "b1") == nil && operations(225, "3") == nil)
  }

  @Test func theFirstOfOperationsHallSymbolAndNumberCounts() throws {
    let all = [
      "_space_group_name_Hall '-P 2yb'", "_space_group_name_H-M_alt 'P 1 2/m 1'", "_space_group_IT_number 3",
    ]
    // P21/m, P2/m and P2 have different numbers of images or different images of a general site.
    let hall = Self.monoclinic(all[0], all[1], all[2])
    #expect(areEqual(try positions(hall), try positions(Self.monoclinic(all[0]))))
    #expect(try hall.read().claimedSpaceGroup?.number == 11)
    #expect(
      try hall.read().notes == [
        "lines 6 and 7: the space groups disagree; the Hall symbol '-P 2yb' (P21/m (11)) is used, not 'P 1 2/m 1'"
      ]
    )
    let symbol = Self.monoclinic(all[1], all[2])
    #expect(areEqual(try positions(symbol), try positions(Self.monoclinic(all[1]))))
    #expect(
      try symbol.read().notes == ["lines 6 and 7: the space groups disagree; the symbol 'P 1 2/m 1' is used, not '3'"]
    )
    let listed = Self.monoclinic(all[0], Self.operationsOfP21n)
    #expect(areEqual(try positions(listed), try positions(Self.monoclinic(Self.operationsOfP21n))))
    #expect(
      try listed.read().notes == [
        "line 6: the space group is '-P 2yb' (P21/m (11)), but the listed operations, which are used, "
          + "are those of P21/c (14)"
      ]
    )
  }

  @Test func aHallSymbolThatCannotBeReadGivesWay() throws {
    let text = Self.monoclinic("_space_group_name_Hall 'P 2q'", "_space_group_name_H-M_alt 'P 1 2 1'")
    #expect(try text.read().crystal.atoms.count == 2)
    #expect(try text.read().notes == ["line 6: 'P 2q' is not a Hall symbol and is ignored"])
    Self.monoclinic("_space_group_name_Hall 'P 2q'").expect(.unknownSpaceGroup("P 2q"), line: 6)
  }

  @Test func modulatedStructuresAreRefused() {
    Self.monoclinic("_cell_modulation_dimension 1").expect(.modulated, line: 1)
    Self.monoclinic("_cell_modulation_dimension 1", "_symmetry_space_group_name_H-M X4bm").expect(.modulated, line: 7)
  }

  @Test func misprintedOperationsGiveWayToTheNamedGroup() throws {
    let right = try positions(Self.monoclinic(Self.operationsOfP21n))
    let hall = "_space_group_name_Hall '-P 2yn'"
    for (misprint, problem) in [
      (Self.operationsOfP21n.replacing("x,y,z\n1", with: "x,y,x\n1"), "'x,y,x' is not a symmetry operation"),
      (Self.operationsOfP21n.replacing("-x,-y,-z", with: "x,-y,-z"), "the symmetry operations are not a group"),
      (Self.operationsOfP21n.replacing("\n-x,-y,-z", with: ""), "the symmetry operations are not a group"),
    ] {
      let text = Self.monoclinic(hall, misprint)
      #expect(areEqual(try positions(text), right))
      let notes = try text.read().notes
      #expect(notes.count == 1 && notes[0].hasPrefix("line ") && notes[0].contains(problem))
      #expect(notes[0].hasSuffix("; the operations of '-P 2yn' are used"))
      #expect(Self.monoclinic(misprint).failure != nil)
    }
    // Operations that have little in common with the named group are no misprint.
    let foreign = "loop_\n_space_group_symop_operation_xyz\nx,y,z\nx,-y,-z\nx+1/2,y,-z\n-x,-y,-z"
    #expect(Self.monoclinic(hall, foreign).failure != nil)
  }
}
