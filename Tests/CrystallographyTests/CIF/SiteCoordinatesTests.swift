import Testing

@testable import Crystallography

@Suite struct SiteCoordinatesTests {
  private static let cell = "_cell_length_a 4\n_cell_length_b 5\n_cell_length_c 6\n_cell_angle_beta 100"
  private static let identity = "loop_\n_space_group_symop_operation_xyz\nx,y,z"

  private func read(_ coordinates: String, sites: String, extra: String = "") throws -> CIF {
    let tags = ["x", "y", "z"].map { "_atom_site_\(coordinates)_\($0)" }.joined(separator: "\n")
    return try CIF(
      text: "data_a\n\(Self.cell)\n\(Self.identity)\n\(extra)\nloop_\n_atom_site_type_symbol\n\(tags)\n\(sites)\n",
      name: "a"
    )
  }

  @Test func simpleFractionsAreNumbers() throws {
    let cif = try read("fract", sites: "Fe 1/4 -1/3 0\nO 0.5 0.25 3/4")
    #expect(cif.crystal.atoms[0].position.x == 0.25 && abs(cif.crystal.atoms[0].position.y - 2.0 / 3) < 1e-12)
    #expect(cif.crystal.atoms[1].position == [0.5, 0.25, 0.75])
    #expect(cif.notes == ["coordinates written as fractions read as such: 2, such as Fe"])
    for text in ["1/0", "a/4", "1/4/2", "1/400"] {
      #expect(throws: CrystalError.self) { try read("fract", sites: "Fe \(text) 0 0") }
    }
  }

  @Test func cartesianCoordinatesAreConverted() throws {
    let cell = try UnitCell(a: 4, b: 5, c: 6, beta: 100)
    let position: Vector3 = [0.1, 0.3, 0.7]
    let c = cell.cartesian(position)
    let cif = try read("Cartn", sites: "Fe \(c.x) \(c.y) \(c.z)")
    #expect((cif.crystal.atoms[0].position - position).length < 1e-9)
    #expect(
      cif.notes == [
        "Cartesian coordinates are read with x along a and z along c*, since the file does not state the axes"
      ]
    )
    // Axes of the file: Cartesian x along b, and so on.
    let m = cell.directMatrix
    let rows = [1, 2, 0].map { [m[$0, 0], m[$0, 1], m[$0, 2]] }
    let tags = rows.enumerated().flatMap { row, values in
      values.enumerated().map { "_atom_sites_Cartn_tran_matrix_\(row + 1)\($0 + 1) \($1)" }
    }
    let stated = try read("Cartn", sites: "Fe \(c.y) \(c.z) \(c.x)", extra: tags.joined(separator: "\n"))
    #expect((stated.crystal.atoms[0].position - position).length < 1e-9 && stated.notes.isEmpty)
    let wrong = tags.map { $0.replacing("_12 ", with: "_12 9") }.joined(separator: "\n")
    let error = #expect(throws: CrystalError.self) { try read("Cartn", sites: "Fe 1 1 1", extra: wrong) }
    guard case .invalidCIF(_, 9?, .impossibleCartesianAxes)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func tagsMayHaveMoreUnderscores() throws {
    let text = CIFText.cubic.with(line: 11, "__atom_site_fract_y")
    #expect(try text.read().crystal.atoms.count == 1)
  }
}
