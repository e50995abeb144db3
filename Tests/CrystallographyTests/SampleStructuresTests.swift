import Foundation
import Testing

@testable import Crystallography

/// Compares the lattice of each sample structure with the name of its folder.
@Suite struct SampleStructuresTests {
  @Test(arguments: BravaisLattice.allCases)
  func symmetryIsThatOfTheFolder(lattice: BravaisLattice) throws {
    let files = try StructureFiles.files(of: lattice, in: StructureFiles.samples)
    #expect(files.count >= 10, "\(lattice) has only \(files.count) structures")
    for file in files {
      let cif = try CIF(path: file.path)
      let symmetry = try CrystalSymmetry(of: cif.crystal)
      let name = file.lastPathComponent
      #expect(symmetry.spaceGroup.bravaisLattice == lattice, "\(name): \(symmetry.spaceGroup)")
      #expect(cif.claimedSpaceGroup == symmetry.spaceGroup, "\(name): \(symmetry.spaceGroup)")
      #expect(symmetry.disagreement(with: cif.claimedSpaceGroup, in: name) == nil)
    }
  }
}
