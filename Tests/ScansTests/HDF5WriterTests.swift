import Imaging
import Testing

@testable import Scans

@Suite struct HDF5WriterTests {
  @Test func whatIsWrittenIsRead() throws {
    let writer = try HDF5Writer()
    try writer.write("two words", to: "a/text")
    try writer.write([1.5, -2, 1e-300], to: "a/b/numbers")
    try writer.write([1, 2, 3, 4, 5, 6], rows: 2, to: "a/table")
    try writer.write([Int64.min, 7], to: "integers")
    try writer.addGroup("a/empty")
    let file = try HDF5File(ImageFile(writer.bytes(), name: "written"))
    #expect(try #require(try file.dataset("a/text")).text() == "two words")
    #expect(try #require(try file.dataset("a/b/numbers")).numbers(limit: 10) == [1.5, -2, 1e-300])
    #expect(try #require(try file.dataset("a/table")).numbers(limit: 10) == [1, 2, 3, 4, 5, 6])
    #expect(try #require(try file.dataset("integers")).numbers(limit: 10) == [Double(Int64.min), 7])
    #expect(try file.members(of: "a/empty").isEmpty)
    #expect(try file.members(of: "a") == ["b", "empty", "table", "text"])
  }

  @Test func aPathThatIsTakenIsAnError() throws {
    let writer = try HDF5Writer()
    try writer.write([1.0], to: "a")
    let error = #expect(throws: HDF5WriteError.self) { try writer.write([2.0], to: "a") }
    #expect("\(try #require(error))".hasPrefix("the HDF5 file cannot be made (libhdf5: "))
  }
}
