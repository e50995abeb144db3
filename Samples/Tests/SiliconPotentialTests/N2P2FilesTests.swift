import Atomistics
import Foundation
import SampleSupport
import Testing

@testable import SiliconPotential

@Suite struct N2P2FilesTests {
  @Test func theFunctionsAreTheSortedOnesOfTheFile() throws {
    let functions = try N2P2Files.potential(in: CommittedData.folder).elements[0].descriptor
    #expect(functions.count == 27 && functions.radial.count == 3 && functions.zetas == [1, 2, 4, 16])
    // 10.3934937 bohr are 5.5 Å.
    #expect(abs(functions.cutoff - 5.5) < 1e-6)
    #expect(functions.angularEtas == functions.angularEtas.sorted() && functions.angularEtas.count == 3)
  }

  /// Changes a line of a file in a copy of the data.
  private func folder(_ file: String, replacing old: String, with new: String) throws -> URL {
    let folder = try CommittedData.temporaryFolder()
    for name in ["input.nn", "scaling.data", "weights.014.data"] {
      var text = try SampleData.text(CommittedData.folder.appending(path: name))
      if name == file {
        #expect(text.contains(old))
        text.replace(old, with: new, maxReplacements: 1)
      }
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder
  }

  @Test(arguments: [
    ("input.nn", "symfunction_short Si  2", "symfunction_short Si  9", "type 2 and 3"),
    ("input.nn", "-1 16.0000000", "-1 16.5000000", "whole number"),
    ("input.nn", "cutoff_type                     1", "cutoff_type 2", "cutoff_type 1"),
    ("input.nn", "t t l", "t s l", "activation s"),
    ("scaling.data", "   1    2  2.8261447744050949E+00", "   1    2", "5 numbers"),
    ("weights.014.data", "-6.3101023090420605E-01 a         1     0     1     1     1", "", "1296 weights"),
  ])
  func damagedFilesAreRefusedInASentence(file: String, old: String, new: String, reason: String) throws {
    let folder = try folder(file, replacing: old, with: new)
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = #expect(throws: SampleError.self) { try N2P2Files.potential(in: folder) }
    #expect(
      error?.description.contains(reason) == true && error?.description.hasPrefix(file) == true,
      "\(error as Any)"
    )
  }

  @Test func missingFilesAreNamed() {
    let error = #expect(throws: SampleError.self) { try N2P2Files.potential(in: URL(filePath: "/nowhere")) }
    #expect(error?.description.contains("/nowhere/input.nn") == true)
  }
}
