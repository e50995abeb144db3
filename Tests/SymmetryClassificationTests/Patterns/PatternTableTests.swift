import SymmetryClassification
import Testing

@Suite struct PatternTableTests {
  @Test func rowsAreFoundByPathAndColumn() throws {
    let table = try PatternTable(Array("dose,file,name\r\n5,./a/1.png,\"Ni, pure\"\r\n".utf8))
    #expect(table.columns == ["dose", "name"])
    #expect(Array(table.rows.keys) == ["a/1.png"])
    #expect(table.rows["a/1.png"]?["name"] == "Ni, pure")
    #expect(table.rows["a/1.png"]?["size"] == nil)
  }

  @Test(arguments: [
    ("", 1, "the table is empty: its first line names the columns"),
    ("file,x,x\n", 1, "the column 'x' stands twice"),
    ("name;file\n", 1, "there is no column 'file' with the images' paths (columns are separated by commas)"),
    ("file,x\na,1\nb\n", 3, "1 fields for 2 columns"), ("file,x\n,1\n", 2, "the column 'file' is empty"),
    ("file\na\n./a\n", 3, "the file 'a' stands twice"),
  ])
  func aBadTableIsRefusedWithLineAndReason(text: String, line: Int, reason: String) {
    let error = #expect(throws: CSV.SyntaxError.self) { try PatternTable(Array(text.utf8)) }
    #expect(error?.line == line && error?.reason == reason)
  }
}
