import Testing

@testable import Crystallography

@Suite struct RepeatedSitesTests {
  private static func cell(_ sites: String, columns: String = "") -> CIFText {
    CIFText(
      "data_a\n_cell_length_a 6\n_cell_length_b 7\n_cell_length_c 8\nloop_\n_space_group_symop_operation_xyz\nx,y,z\n"
        + "-x,-y,-z\nloop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
        + "_atom_site_fract_z\n\(columns)\(sites)\n"
    )
  }

  @Test func symmetryEquivalentSitesAreLeftOut() throws {
    let cif = try Self.cell("Nd1 Nd 0.1 0.2 0.3\nO1 O 0.3 0.4 0.5\nNd1A* Nd 0.9 0.8 0.7\nO1_1_655 O 1.3 0.4 0.5").read()
    #expect(cif.crystal.atoms.map(\.label) == ["Nd1", "Nd1", "O1", "O1"])
    #expect(
      cif.notes == ["sites that repeat symmetry-equivalent ones left out: 2, such as Nd1A* (equivalent to Nd1)"]
    )
  }

  @Test func sitesThatMayShareAPositionStay() throws {
    let halves = try Self.cell("O1 O 0.3 0.4 0.5 0.5\nO2 O 0.3 0.4 0.5 0.5", columns: "_atom_site_occupancy\n").read()
    #expect(halves.crystal.atoms.count == 4 && halves.notes.isEmpty)
    let text = Self.cell("O1 O 0.3 0.4 0.5 0.9\nO2 O 0.3 0.4 0.5 0.4", columns: "_atom_site_occupancy\n")
    guard case (_, .overlappingAtoms("O1", "O2", _))? = text.failure else {
      Issue.record("\(String(describing: text.failure))")
      return
    }
  }

  @Test func sitesWithoutOccupanciesShareAPosition() throws {
    let cif = try Self.cell("Si1 Si 0.1 0.2 0.3\nAl1 Al 0.1 0.2 0.3").read()
    #expect(cif.crystal.atoms.map(\.occupancy) == [0.5, 0.5, 0.5, 0.5])
    #expect(cif.notes == ["sites without occupancies share a position, such as Si1; each is given an equal part"])
    let stated = Self.cell("Si1 Si 0.1 0.2 0.3 1\nAl1 Al 0.1 0.2 0.3 1", columns: "_atom_site_occupancy\n")
    #expect(stated.failure != nil)
    // Sites that are near but apart are a mistake, unless they are alternatives in disorder groups.
    #expect(Self.cell("Si1 Si 0.1 0.2 0.3\nAl1 Al 0.15 0.2 0.3").failure != nil)
    let groups = Self.cell("Si1 Si 0.1 0.2 0.3 A\nAl1 Al 0.15 0.2 0.3 B", columns: "_atom_site_disorder_group\n")
    #expect(try groups.read().crystal.atoms.map(\.occupancy) == [0.5, 0.5, 0.5, 0.5])
  }
}
