import Files
import Testing

@testable import Crystallography

@Suite struct CrystalErrorTests {
  @Test func messagesNameTheProblemAndTheRemedy() {
    let cell = CrystalError.impossibleCell(lengths: [1, 2, 3], angles: [90, 90, 200])
    #expect(
      "\(cell)"
        == "no unit cell has the edges 1.0, 2.0, 3.0 Å and the angles 90.0, 90.0, 200.0°; check the cell parameters"
    )
    #expect(
      "\(CrystalError.invalidCIF(file: "a/b.cif", line: 7, .noAtoms))".hasPrefix("a/b.cif:7: there")
    )
    #expect(
      "\(CrystalError.invalidCIF(file: "a/b.cif", line: nil, .noAtoms))".hasPrefix("a/b.cif: there")
    )
    let file = FileError(file: "c.cif", action: "open the file", cause: .folder)
    #expect(
      "\(CrystalError.unreadableFile(file))" == "c.cif: could not open the file: it is a folder"
    )
    let symmetry = "\(CrystalError.symmetryNotFound(crystal: "Ni", tolerance: 0.01))"
    #expect(symmetry.hasPrefix("Ni: ") && symmetry.contains("0.01 Å"))
  }
}
