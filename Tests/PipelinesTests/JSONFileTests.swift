import Foundation
import Pipelines
import Testing

@Suite struct JSONFileTests {
  @Test func aNameThatIsNoFileListsTheKnownNames() {
    let error = #expect(throws: PipelineError.self) {
      let _: [Int] = try JSONFile.read("no-such-file", orOneOf: ["ebsd", "spots"])
    }
    #expect(error?.description == "\"no-such-file\" is neither a JSON file nor one of ebsd, spots")
    let mistyped = #expect(throws: PipelineError.self) {
      let _: [Int] = try JSONFile.read("EBDS", orOneOf: ["ebsd", "spots"])
    }
    #expect(mistyped?.description.hasSuffix("ebsd, spots; did you mean ebsd?") == true)
  }

  @Test func aFileMayHaveCommentsAndAWrongTypeNamesTheFile() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "[1, /* two */ 2,]".write(toFile: path, atomically: true, encoding: .utf8)
    let numbers: [Int] = try JSONFile.read(path, orOneOf: [])
    #expect(numbers == [1, 2])
    let error = #expect(throws: PipelineError.self) {
      let _: [String] = try JSONFile.read(path, orOneOf: [])
    }
    #expect(error?.description.hasPrefix("\(path): ") == true)
  }
}
