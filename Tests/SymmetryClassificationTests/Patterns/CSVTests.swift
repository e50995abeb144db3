import Testing

@testable import SymmetryClassification

@Suite struct CSVTests {
  private func records(_ text: String) throws -> [CSV.Record] { try CSV.records(Array(text.utf8)) }

  @Test(arguments: [
    ["a", "b,c", "say \"hi\"", "", "two\nlines", "r\r\nn", " space ", "é"], ["", ""], ["x"],
  ])
  func whatIsWrittenIsRead(fields: [String]) throws {
    #expect(try records(CSV.line(fields)).map(\.fields) == [fields])
  }

  @Test func bothLineEndsAreRead() throws {
    let read = try records("\u{FEFF}a,b\r\n1,\"2\r\n3\"\r\n\n4,5")
    #expect(read.map(\.fields) == [["a", "b"], ["1", "2\r\n3"], ["4", "5"]])
    #expect(read.map(\.line) == [1, 2, 5])
  }

  @Test(arguments: [
    ("a,b\n\"c,d\n\n", 2), ("a\nb\"c\n", 2), ("\"a\"b\n", 1), ("a\nb\n\"c\nd\"e", 4), ("a\rb", 1),
  ])
  func badTextNamesItsLine(text: String, line: Int) throws {
    let error = #expect(throws: CSV.SyntaxError.self) { try records(text) }
    #expect(error?.line == line)
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: CSV.SyntaxError.self) { try CSV.records([0x61, 0x0A, 0xFF, 0xFE]) }
  }
}
