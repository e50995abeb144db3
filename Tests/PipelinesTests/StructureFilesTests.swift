import Foundation
import Pipelines
import TestSupport
import Testing

@Suite struct StructureFilesTests {
  @Test func aFolderGivesItsFilesAndNoPathTwice() throws {
    let folder = Project.structures.appending(path: "tP").path
    let paths = try StructureFiles.paths([folder + "/rutile.cif", folder + "/", folder])
    #expect(paths.first == folder + "/rutile.cif")
    #expect(Set(paths).count == paths.count && paths.count > 1)
    #expect(paths.allSatisfy { $0.hasPrefix(folder + "/") && $0.hasSuffix(".cif") })
  }

  @Test func aNameMayLackItsExtensionAndAMistypedOneGetsTheNearest() throws {
    let folder = Project.structures.appending(path: "tP").path
    #expect(try StructureFiles.paths([folder + "/rutile"]) == [folder + "/rutile.cif"])
    let error = #expect(throws: PipelineError.self) { try StructureFiles.paths([folder + "/rutlie.cif"]) }
    #expect(
      error?.description == "\(folder)/rutlie.cif: no such file or folder of structures; did you mean rutile.cif?"
    )
  }

  @Test func absentAndEmptyFoldersAreRefused() throws {
    let absent = #expect(throws: PipelineError.self) { try StructureFiles.paths(["no-such-folder"]) }
    #expect(absent?.description == "no-such-folder: no such file or folder of structures")
    // Foundation crashes on the folder of a path of one letter.
    let short = #expect(throws: PipelineError.self) { try StructureFiles.paths(["x"]) }
    #expect(short?.description.hasPrefix("x: no such file or folder of structures") == true)
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let empty = #expect(throws: PipelineError.self) { try StructureFiles.paths([folder]) }
    #expect(empty?.description == "\(folder): holds no CIF files (*.cif)")
  }
}
