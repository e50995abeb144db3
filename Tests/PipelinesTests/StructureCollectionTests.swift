import Foundation
import TestSupport
import Testing

@testable import Pipelines

@Suite struct StructureCollectionTests {
  private func configuration(_ names: [String], holdOut: Double = 0) -> SimulatedTrainingConfiguration {
    var configuration = SimulatedTrainingConfiguration()
    configuration.structures = names.map { Project.structures.appending(path: $0).path }
    configuration.holdOut = holdOut
    return configuration
  }

  @Test func classesComeFromTheStructuresAndEqualOnesCountOnce() throws {
    let rutile = "tP/rutile.cif"
    let collection = try StructureCollection(configuration([rutile, "cF/nickel.cif", "tP/../" + rutile]))
    #expect(collection.structures.map(\.name) == ["rutile", "nickel"])
    #expect(Set(collection.classes) == ["tP", "cF"])
    #expect(collection.labels.map { collection.classes[$0] } == ["tP", "cF"])
    #expect(!collection.isValidationUnseen && collection.validation == [0, 1])
    let lines = collection.csv.split(whereSeparator: \.isNewline)
    #expect(lines == ["class,specimen,space_group,part", "tP,rutile,136,training", "cF,nickel,225,training"])
  }

  @Test func aLimitKeepsHeldOutStructures() throws {
    var configuration = configuration(["cF", "tP"], holdOut: 0.5)
    let whole = try StructureCollection(configuration)
    #expect(whole.isValidationUnseen)
    configuration.limit = 2
    let limited = try StructureCollection(configuration)
    #expect(limited.isHeldOut.count { !$0 } == 2 && Set(limited.labels).count == 2)
    #expect(limited.isHeldOut.count { $0 } == whole.isHeldOut.count { $0 })
  }

  @Test func aClassWithoutTrainingStructureIsRefused() {
    var configuration = configuration(["cF/nickel.cif"])
    configuration.largestCell = 0.001
    let error = #expect(throws: PipelineError.self) { try StructureCollection(configuration) }
    #expect(
      error?.description
        == "class cF has no training structure left; hold out fewer structures, or add some of this class"
    )
  }

  @Test func namesOfExcludedStructuresMayBeFilesAndMustExist() throws {
    let list = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString).txt").path
    var configuration = configuration(["cF/nickel.cif", "tP/rutile.cif", "cI/molybdenum.cif"])
    configuration.exclude = list
    try "structures/tP/rutile.cif\r\n\nmolybdenum\n".write(toFile: list, atomically: true, encoding: .utf8)
    #expect(try StructureCollection(configuration).structures.map(\.name) == ["nickel"])
    try "rutile\nrutil\n".write(toFile: list, atomically: true, encoding: .utf8)
    let error = #expect(throws: PipelineError.self) { try StructureCollection(configuration) }
    #expect(error?.description == "--exclude: no structure has the name rutil, as in \(list); did you mean rutile?")
  }
}
