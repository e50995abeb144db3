import Testing

@testable import Crystallography

@Suite struct DisplacementsTests {
  @Test(arguments: ["0.08*", "0.l09(5)", "0.035(4"])
  func misprintsGiveWayToTheDefault(value: String) throws {
    let text = CIFText.cubic.with(line: 12, "_atom_site_fract_z\n_atom_site_U_iso_or_equiv").with(
      line: 13,
      "Cs1 0 0 0 \(value)"
    )
    let cif = try text.read()
    #expect(cif.crystal.atoms[0].debyeWallerFactor == AtomSite.defaultDebyeWallerFactor)
    #expect(cif.notes == ["displacements that are not numbers replaced by the default: 1, such as Cs1"])
  }
}
