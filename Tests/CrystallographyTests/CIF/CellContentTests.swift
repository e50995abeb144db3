import Foundation
import Testing

@testable import Crystallography

@Suite struct CellContentTests {
  private static func silicon(_ names: String, position: String = "0 0 0", formula: String = "") -> CIFText {
    CIFText(
      "data_a\n_cell_length_a 5.43\n_cell_length_b 5.43\n_cell_length_c 5.43\n\(names)\n\(formula)\nloop_\n"
        + "_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nSi \(position)\n"
    )
  }

  @Test func theOriginThatFitsTheFormulaIsUsed() throws {
    let formula = "_chemical_formula_sum Si _cell_formula_units_Z 8"
    let first = try Self.silicon("_space_group_name_H-M_alt 'F d -3 m'", formula: formula).read()
    #expect(first.crystal.atoms.count == 8 && first.notes.count == 1)
    #expect(
      first.notes[0] == "F d -3 m has two origins; origin 1 is used, since only with it the atoms fit the formula"
    )
    let second = try Self.silicon("_space_group_IT_number 227", position: "1/8 1/8 1/8", formula: formula).read()
    #expect(second.crystal.atoms.count == 8 && second.notes.contains { $0.contains("origin 2 is used") })
    Self.silicon("_space_group_name_H-M_alt 'F d -3 m'").expect(.ambiguousOrigin("F d -3 m"), line: 5)
    // Two formula units too many fit neither origin.
    Self.silicon("_space_group_name_H-M_alt 'F d -3 m'", formula: formula.replacing("8", with: "10"))
      .expect(.ambiguousOrigin("F d -3 m"), line: 5)
    let hall = Self.silicon(
      "_space_group_name_H-M_alt 'F d -3 m'\n_space_group_name_Hall '-F 4vw 2vw 3'",
      position: "0.125 0.125 0.125"
    )
    #expect(try hall.read().crystal.atoms.count == 8)
  }

  @Test func withoutSymmetryTheAtomsMustBeAllOfTheCell() throws {
    let complete = Self.silicon("", formula: "_chemical_formula_sum Si _cell_formula_units_Z 1")
    #expect(try complete.read().crystal.atoms.count == 1)
    #expect(
      try complete.read().notes == [
        "there is no symmetry; the atoms are all those of the cell, since they match its formula"
      ]
    )
    Self.silicon("", formula: "_chemical_formula_sum Si _cell_formula_units_Z 4").expect(.noSymmetry, line: 1)
    Self.silicon("", formula: "_chemical_formula_sum Si").expect(.noSymmetry, line: 1)
    Self.silicon("").expect(.noSymmetry, line: 1)
  }

  /// The same crystal in other bases: rutile and a hexagonal metal, with the edges transformed by unimodular matrices.
  @Test(arguments: [
    // The first exchanges obverse and reverse axes.
    [[-1, 0, 0], [0, -1, 0], [0, 0, 1]], [[1, 0, 0], [3, 1, 0], [0, 0, 1]], [[1, 5, 0], [0, 1, 0], [0, 4, 1]],
    [[1, 2, 7], [0, 1, 3], [0, 0, 1]],
    [[2, 1, 0], [7, 4, 0], [0, 9, 1]], [[1, 4, 0], [0, 1, 0], [2, 8, 1]],
  ])
  func theSpaceGroupDoesNotDependOnTheBasis(rows: [[Int]]) throws {
    let change = IntegerMatrix3(rows: SIMD3(rows[0]), SIMD3(rows[1]), SIMD3(rows[2]))
    try #require(abs(change.determinant) == 1)
    let corundum = try SpaceGroupSetting(number: 167).map { setting in
      let cell = try UnitCell(a: 4.76, b: 4.76, c: 12.99, gamma: 120)
      let sites = [("Al", Vector3(0, 0, 0.3522)), ("O", Vector3(0.3063, 0, 0.25))].map {
        ListedSite(site: AtomSite(element: Element(symbol: $0.0)!, position: $0.1), line: 1)
      }
      let expansion = try SymmetryExpansion(
        cell: cell,
        operations: setting.operations.map { ListedOperation(operation: $0, line: nil) }
      )
      return Crystal(name: "corundum", cell: cell, atoms: try expansion.atoms(of: sites).map(\.site))
    }
    for (crystal, number) in [(try CIFText.rutile.read().crystal, 136), (try #require(corundum), 167)] {
      var moved = crystal
      // Edges A' = A P, positions x' = P⁻¹ x.
      moved.cell = try UnitCell(spannedBy: crystal.cell.directMatrix * change.matrix)
      for index in moved.atoms.indices {
        moved.atoms[index].position = (change.inverse * crystal.atoms[index].position).inCell
      }
      let symmetry = try CrystalSymmetry(of: moved)
      #expect(symmetry.spaceGroup.number == number, "\(crystal.name)")
      let rotations = Set(try #require(SpaceGroup(number: number)).operations.map(\.rotation))
      #expect(symmetry.pointOperations.count == rotations.count, "\(crystal.name)")

      // The same as a CIF in P1, whose edges may be too skewed to measure distances along them.
      let (lengths, angles) = (moved.cell.lengths, moved.cell.angles)
      guard max(lengths.x, lengths.y, lengths.z) < 100 else { continue }
      var text = "data_a\n_cell_length_a \(lengths.x)\n_cell_length_b \(lengths.y)\n_cell_length_c \(lengths.z)\n"
      text += "_cell_angle_alpha \(angles.x)\n_cell_angle_beta \(angles.y)\n_cell_angle_gamma \(angles.z)\n"
      text += "loop_\n_space_group_symop_operation_xyz\nx,y,z\nloop_\n_atom_site_type_symbol\n"
      text += "_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n"
      for atom in moved.atoms {
        text += "\(atom.element) \(atom.position.x) \(atom.position.y) \(atom.position.z)\n"
      }
      let cif = try CIF(text: text, name: "skewed")
      #expect(try CrystalSymmetry(of: cif.crystal).spaceGroup.number == number, "\(crystal.name)")
      #expect(cif.notes.count == (moved.cell.isSkewed ? 1 : 0))
    }
  }

  @Test func operationsOfASkewedCellAreTransformed() throws {
    // P2 of a cell of 5 × 6 × 7 Å with the edge c replaced by c + 9 a: x,y,z becomes x - 9 z,y,z.
    let c = (49.0 + 45 * 45).squareRoot()
    let beta = atan2(7, 45) * 180 / Double.pi
    let text =
      "data_a\n_cell_length_a 5\n_cell_length_b 6\n_cell_length_c \(c)\n_cell_angle_beta \(beta)\n"
      + "_space_group_IT_number 3\nloop_\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
      + "_atom_site_fract_z\nFe 0.1 0.2 0.3\nO 0.4 0.7 0.15\nS 0.8 0.35 0.6\n"
    let cif = try CIF(text: text, name: "skewed")
    #expect(cif.crystal.atoms.count == 6)
    #expect(try CrystalSymmetry(of: cif.crystal).spaceGroup.number == 3)
    #expect(cif.notes == ["the cell is strongly skewed; its shortest edges are used instead"])
    #expect(abs(cif.crystal.cell.volume - 210) < 1e-6)
  }
}
