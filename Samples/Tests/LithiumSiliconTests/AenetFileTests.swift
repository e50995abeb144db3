import Atomistics
import Foundation
import SampleSupport
import Testing

@testable import LithiumSilicon

@Suite struct AenetFileTests {
  private static let name = "Si.15t-15t.nn-04153"

  @Test func networksAndDescriptorsAreThoseOfThePaper() throws {
    let file = try AenetFile(contentsOf: CommittedData.folder.appending(path: Self.name))
    #expect(file.symbol == "Si" && file.element.network.widths == [44, 15, 15, 1])
    let descriptor = file.element.descriptor
    #expect(descriptor.radialCutoff == 8 && descriptor.radialOrder == 16)
    #expect(descriptor.angularCutoff == 4 && descriptor.angularOrder == 4)
    #expect(file.atomEnergies == [-1.89539614, -5.425270905])
  }

  @Test func energiesOfSiliconAreTheReferences() throws {
    let potential = try AenetFile.potential(in: CommittedData.folder, threads: 1)
    // From reference_energies.json, made with an independent program.
    for (a, energy) in [(5.2, 0.2667642895519908), (5.45, -0.0007676521873975252), (5.8, 0.24202462591412569)] {
      #expect(abs(potential.evaluate(Crystals.silicon(a)).energy / 2 - energy) < 1e-9)
    }
    #expect(abs(potential.evaluate(Crystals.lithium(3.2)).energy / 2 - 0.07320606658503878) < 1e-9)
    let richest = Crystals.richest(10.5)
    #expect(richest.count == 76)
    #expect(abs(potential.evaluate(richest).energy / 76 - -0.2314497230321076) < 1e-9)
  }

  @Test(arguments: [0, 4, 11, 100, 3000, 7500, 13_200]) func cutFilesAreRefusedInASentence(count: Int) throws {
    let bytes = try Data(contentsOf: CommittedData.folder.appending(path: Self.name)).prefix(count)
    let file = try CommittedData.temporaryFile("cut.nn", Data(bytes))
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let error = #expect(throws: SampleError.self) { try AenetFile(contentsOf: file) }
    #expect(error?.description.hasPrefix("cut.nn: no whole record for") == true)
  }

  @Test func filesThatAreNotSupportedSayWhy() throws {
    var bytes = try Data(contentsOf: CommittedData.folder.appending(path: Self.name))
    let kind = try #require(bytes.firstRange(of: Data("Chebyshev".utf8)))
    bytes.replaceSubrange(kind, with: Data("Behler201".utf8))
    let file = try CommittedData.temporaryFile("behler.nn", bytes)
    defer { try? FileManager.default.removeItem(at: file.deletingLastPathComponent()) }
    let error = #expect(throws: SampleError.self) { try AenetFile(contentsOf: file) }
    #expect(error?.description == "behler.nn: a descriptor Behler201, not Chebyshev")
  }

  @Test func networksOfTheWrongAtomAreRefused() throws {
    let silicon = try Data(contentsOf: CommittedData.folder.appending(path: Self.name))
    let file = try CommittedData.temporaryFile("Li.15t-15t.nn-04153", silicon)
    let folder = file.deletingLastPathComponent()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: SampleError("the file of Li is for Si")) { try AenetFile.potential(in: folder) }
  }
}
