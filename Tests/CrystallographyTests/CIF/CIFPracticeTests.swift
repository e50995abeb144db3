import Foundation
import Testing

@testable import Crystallography

/// CIFs as people and programs write them.
@Suite struct CIFPracticeTests {
  private static let saltSites = "Na1 Na 0 0 0\nCl1 Cl 0.5 0.5 0.5"

  private static func salt(
    symmetry: String,
    sites: String = saltSites,
    cell: String = "_cell_length_a 5.64\n_cell_length_b 5.64\n_cell_length_c 5.64",
    columns: [String] = []
  ) -> String {
    let tags = (["label", "type_symbol", "fract_x", "fract_y", "fract_z"] + columns).map { "_atom_site_\($0)" }
    return "data_salt\n\(cell)\n\(symmetry)\nloop_\n" + tags.joined(separator: "\n") + "\n\(sites)\n"
  }

  private static let short = "_space_group_name_H-M_alt 'F m -3 m'"
  private static let identity = "loop_\n_space_group_symop_operation_xyz\n'x,y,z'"

  private func read(_ text: String) throws -> (group: String, cif: CIF) {
    let cif = try CIF(text: text, name: "test")
    return (try CrystalSymmetry(of: cif.crystal).spaceGroup.symbol, cif)
  }

  private func problem(_ text: String) -> CIFProblem? {
    do { _ = try CIF(text: text, name: "test") } catch CrystalError.invalidCIF(_, _, let problem) {
      return problem
    } catch {}
    return nil
  }

  // MARK: Symmetry

  @Test(arguments: [
    ("F 4/m -3 2/m", 225), ("F4/m-32/m", 225), ("P 63/m 2/m 2/c", 194), ("I 41/a 2/m 2/d", 141),
    ("P 21/n 21/m 21/a", 62),
    ("R -3 2/c", 167), ("P -3 2/m 1", 164), ("P -3 1 2/m", 162), ("I 41/a -3 2/d", 230), ("P 2/m -3", 200),
    ("P 42/n -3 2/m", 224),
    ("C 2/m 2/c 21/m", 63),
  ])
  func fullSymbolsAreRead(symbol: String, number: Int) {
    #expect(SpaceGroup(symbol: symbol)?.number == number)
  }

  @Test func allFullSymbolsOfTheTableHaveTheirGroup() throws {
    let (group, cif) = try read(Self.salt(symmetry: "_space_group_name_H-M_alt 'F 4/m -3 2/m'"))
    #expect(group == "Fm-3m" && cif.claimedSpaceGroup?.number == 225)
  }

  @Test(arguments: ["'F m -3 m'", "'F 4/m -3 2/m'"])
  func theIdentityAloneGivesWayToTheSymbol(symbol: String) throws {
    let (group, cif) = try read(Self.salt(symmetry: "_space_group_name_H-M_alt \(symbol)\n\(Self.identity)"))
    #expect(group == "Fm-3m" && cif.crystal.atoms.count == 8)
    #expect(cif.notes.count == 1 && cif.notes[0].hasPrefix("the only operation is x,y,z, but the space group is F "))
  }

  @Test func theIdentityIsRightIfAllAtomsAreListed() throws {
    let positions = ["0 0 0", "0.5 0.5 0", "0.5 0 0.5", "0 0.5 0.5"]
    let sites = positions.enumerated().map { "Cu\($0 + 1) Cu \($1)" }.joined(separator: "\n")
    let (group, cif) = try read(Self.salt(symmetry: "\(Self.short)\n\(Self.identity)", sites: sites))
    #expect(group == "Fm-3m" && cif.crystal.atoms.count == 4 && cif.notes.isEmpty)
  }

  @Test func aMissingIdentityIsAdded() throws {
    let operations = "loop_\n_space_group_symop_operation_xyz\n'-x,-y,-z'"
    let (_, cif) = try read(Self.salt(symmetry: operations, sites: "C1 C 0.1 0.2 0.3\nO1 O 0.4 0.6 0.1"))
    #expect(cif.crystal.atoms.count == 4)
    #expect(cif.notes == ["the operation x,y,z is missing from the list and was added"])
  }

  // MARK: Blocks

  @Test func everyStructureOfAFileIsRead() throws {
    let iron = Self.salt(symmetry: "_space_group_name_H-M_alt 'I m -3 m'", sites: "Fe1 Fe 0 0 0")
      .replacing("5.64", with: "2.87").replacing("data_salt", with: "data_iron")
    let both = try CIF.all(bytes: Array((Self.salt(symmetry: Self.short) + iron).utf8), name: "two")
    #expect(both.map(\.crystal.name) == ["two-salt", "two-iron"])
    #expect(both.map(\.crystal.atoms.count) == [8, 2])
    let alike = try CIF.all(bytes: Array((iron + iron).utf8), name: "two")
    #expect(alike.map(\.crystal.name) == ["two-1", "two-2"])
  }

  @Test func aStructureThatCannotBeReadDoesNotHideTheOthers() throws {
    let broken = Self.salt(symmetry: Self.short, sites: "X1 Xx 0 0 0").replacing("data_salt", with: "data_broken")
    let all = try CIF.all(bytes: Array((broken + Self.salt(symmetry: Self.short)).utf8), name: "two")
    #expect(all.map(\.crystal.name) == ["two-salt"])
    #expect(
      all[0].notes.count == 1 && all[0].notes[0].hasPrefix("the structure broken is left out (line 12): site X1: 'Xx'")
    )
    #expect(problem(broken + broken.replacing("broken", with: "other")) == .unknownElement(site: "X1", symbol: "Xx"))
  }

  // MARK: Sites

  @Test func dummiesUnknownAndEmptySitesAreLeftOut() throws {
    let sites =
      "Na1 Na 0 0 0 1 d\nX1 C 0.25 0.25 0.25 1 dum\nCl1 Cl 0.5 0.5 0.5 1.00002 d\nH1 H ? ? ? 1 d\nK1 K 0.2 0.3 0.4 0 d"
    let (group, cif) = try read(Self.salt(symmetry: Self.short, sites: sites, columns: ["occupancy", "calc_flag"]))
    #expect(group == "Fm-3m" && cif.crystal.atoms.count == 8 && cif.crystal.atoms.allSatisfy { $0.occupancy == 1 })
    #expect(
      cif.notes == [
        "dummy sites left out: 1, such as X1", "sites of unknown position left out: 1, such as H1",
        "sites of occupancy 0 left out: 1, such as K1", "occupancies slightly above 1 taken for 1: 1, such as Cl1",
      ]
    )
  }

  @Test func occupanciesOfASharedPositionAreNormalized() throws {
    let sites = "Fe1 Fe 0 0 0 0.6\nTi1 Ti 0 0 0 0.3\nMg1 Mg 0 0 0 0.13\nO1 O 0.5 0.5 0.5 1"
    let (group, cif) = try read(Self.salt(symmetry: Self.short, sites: sites, columns: ["occupancy"]))
    #expect(group == "Fm-3m" && cif.notes.count == 1)
    #expect(abs(cif.crystal.atoms.filter { $0.label != "O1" }.reduce(0) { $0 + $1.occupancy } - 4) < 1e-9)
  }

  @Test(arguments: [("Fe2.5+", "Fe"), ("Fe+2.5", "Fe"), ("O2-", "O"), ("D", "H"), ("T", "H"), ("Fe3", "Fe")])
  func chargesMayHaveDecimals(symbol: String, element: String) throws {
    let (_, cif) = try read(Self.salt(symmetry: Self.short, sites: "X1 \(symbol) 0 0 0"))
    #expect(cif.crystal.atoms[0].element.symbol == element)
  }

  @Test(arguments: ["NH4", "NO3", "CO3", "PO4", "CN", "SO4", "OH", "Rf", "Nh"])
  func groupsAndUnknownElementsAreErrors(symbol: String) {
    let text = Self.salt(symmetry: Self.short, sites: "X1 \(symbol) 0 0 0")
    #expect(problem(text) == .unknownElement(site: "X1", symbol: symbol))
  }

  @Test func labelsOfWaterAreRead() throws {
    let text = Self.salt(
      symmetry: Self.identity,
      sites: "Wat1 0.1 0.1 0.1\nOw2 0.5 0.5 0.5\nHw1 0.9 0.3 0.3\nDw1 0.3 0.9 0.6"
    )
    .replacing("_atom_site_type_symbol\n", with: "")
    let (_, cif) = try read(text)
    #expect(cif.crystal.atoms.map(\.element.symbol) == ["O", "O", "H", "H"])
    #expect(cif.notes == ["labels of water read as oxygen (Ow, Wat) and hydrogen (Hw, Dw): 4, such as Wat1"])
  }

  // MARK: Cells

  @Test func theCrystalSystemFillsInTheCell() throws {
    let (group, cubic) = try read(Self.salt(symmetry: Self.short, cell: "_cell_length_a 5.64\n_cell_length_b ?"))
    #expect(group == "Fm-3m" && cubic.crystal.cell.lengths == [5.64, 5.64, 5.64])
    #expect(
      cubic.notes == [
        "the cell lacks parameters; the crystal system gives b = 5.64 Å, c = 5.64 Å"
      ]
    )
    let hexagonal = try read(
      Self.salt(
        symmetry: "_space_group_name_H-M_alt 'P 63/m m c'",
        sites: "Mg1 Mg 0.33333 0.66667 0.25",
        cell: "_cell_length_a 3.21\n_cell_length_c 5.21"
      )
    )
    #expect(hexagonal.group == "P63/mmc" && hexagonal.cif.crystal.cell.angles == [90, 90, 120])
    let monoclinic = Self.salt(symmetry: "_space_group_name_H-M_alt 'P 1 21/c 1'")
    #expect(problem(monoclinic) == .missingTag("_cell_angle_beta"))
    let tetragonal = Self.salt(symmetry: "_space_group_name_H-M_alt 'P 4/m m m'", cell: "_cell_length_a 4")
    #expect(problem(tetragonal) == .missingTag("_cell_length_c"))
  }

  // MARK: Text

  @Test func valuesWithBlanksAreQuoted() throws {
    let (group, cif) = try read(
      Self.salt(symmetry: "_space_group_name_H-M_alt   F m -3 m\n_chemical_name_common Rock salt")
    )
    #expect(group == "Fm-3m" && cif.crystal.atoms.count == 8)
    #expect(
      cif.notes == [
        "line 5: a value with blanks lacks quotes; read as _space_group_name_H-M_alt 'F m -3 m'",
        "line 6: a value with blanks lacks quotes; read as _chemical_name_common 'Rock salt'",
      ]
    )
    let named = try read(Self.salt(symmetry: Self.short).replacing("data_salt", with: "data_rock salt"))
    #expect(named.cif.blockName == "rock_salt")
  }

  @Test func encodingsAndLineEndsAreRead() throws {
    let text = Self.salt(symmetry: Self.short)
    let latin1: [UInt8] = Array("# M\u{FC}ller\n".unicodeScalars.map { UInt8($0.value) }) + Array(text.utf8)
    let utf16 = Array(try #require(text.data(using: .utf16)))
    for bytes in [
      Array(text.replacing("\n", with: "\r").utf8), Array(text.replacing("\n", with: "\r\n").utf8), latin1, utf16,
      [0xEF, 0xBB, 0xBF] + Array(text.utf8), Array(text.utf8) + [0x1A, 0, 0],
    ] {
      #expect(try CIF(bytes: bytes, name: "test").crystal.atoms.count == 8)
    }
  }
}
