import Atomistics
import Foundation
import SampleSupport
import Testing

@testable import LithiumSilicon

@Suite struct StructureFilesTests {
  @Test func crystalsHaveTheirCompositions() throws {
    let crystals = try StructureFiles.extendedXYZ(CommittedData.folder.appending(path: "crystals.xyz"))
    #expect(crystals.map(\.name) == ["Li12Si7", "Li7Si3", "Li13Si4", "Li15Si4"])
    for (crystal, share) in zip(crystals, [12.0 / 19, 0.7, 13.0 / 17, 15.0 / 19]) {
      #expect(abs(crystal.structure.lithiumShare - share) < 1e-12)
      #expect(NeighborList(of: crystal.structure, within: 2.2).atoms.isEmpty)
    }
  }

  @Test func tinkersCellsAreRead() throws {
    let structure = try StructureFiles.tinker(CommittedData.folder.appending(path: "aLiSi_256.tinker.xyz"))
    #expect(structure.count == 256 && structure.lithiumShare == 0.5)
    let cell = structure.cell
    for (vector, edge) in zip(cell, [17.045, 17.481, 14.704]) { #expect(abs(length(vector) - edge) < 1e-6) }
    let cosine = dot(cell[1], cell[2]) / (length(cell[1]) * length(cell[2]))
    #expect(abs(cosine - cos(95.83 * .pi / 180)) < 1e-6)
    #expect(NeighborList(of: structure, within: 1.8).atoms.isEmpty)
  }

  @Test(arguments: [
    ("2\nLattice=\"4 0 0 0 4 0 0 0 4\" name=a\nLi 0 0 0\n", "line 1"),
    ("1\nname=a\nLi 0 0 0\n", "no Lattice"), ("1\nLattice=\"4 0 0\" name=a\nLi 0 0 0\n", "nine numbers"),
    ("1\nLattice=\"4 0 0 0 4 0 0 0 4\" name=a\nHe 0 0 0\n", "no atom of Li or Si"),
    ("1\nLattice=\"4 0 0 0 4 0 0 0 0\" name=a\nLi 0 0 0\n", "no volume"),
  ])
  func damagedFilesAreRefusedInASentence(content: String, reason: String) throws {
    let file = try CommittedData.temporaryFile("a.xyz", Data(content.utf8))
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let error = #expect(throws: SampleError.self) { try StructureFiles.extendedXYZ(file) }
    #expect(error?.description.contains(reason) == true)
  }
}
