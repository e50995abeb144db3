import Foundation
import Pipelines
import Testing

@Suite struct OutputFileTests {
  @Test func aFileIsReplacedAndCannotBeAFolder() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    try OutputFile.makeFolder(root + "/a/b")
    try OutputFile.makeFolder(root + "/a/b")
    let file = root + "/a/b/c"
    try OutputFile.write([1, 2], to: file)
    try OutputFile.write([3], to: file)
    #expect(FileManager.default.contents(atPath: file) == Data([3]))
    let blocked = #expect(throws: PipelineError.self) { try OutputFile.makeFolder(file + "/d") }
    #expect(blocked?.description == "\(file)/d cannot be created as a folder: \(file) is a file; choose another path")
    let absent = #expect(throws: PipelineError.self) { try OutputFile.write([1], to: root + "/x/y") }
    #expect(absent?.description.hasPrefix("\(root)/x/y cannot be written: ") == true)
  }
}
