import Testing

@testable import SampleSupport

@Suite struct CommaSeparatedTableTests {
  @Test func valuesAreFoundByColumn() throws {
    let table = try CommaSeparatedTable("name,energy\r\n\r\nSi,-5.4\r\nGe,\r\n", file: "a.csv")
    #expect(table.columns == ["name", "energy"])
    #expect(table.rows.map { $0["name"] } == ["Si", "Ge"])
    #expect(try table.rows[0].number("energy") == -5.4)
    #expect(table.rows[0]["mass"].isEmpty)
  }

  @Test func problemsNameTheLine() throws {
    let table = try CommaSeparatedTable("name,energy\nSi,x", file: "a.csv")
    #expect(throws: SampleError("a.csv, line 2: column \"energy\" has \"x\" instead of a number")) {
      try table.rows[0].number("energy")
    }
    #expect(throws: SampleError("a.csv, line 3: 1 values for 2 columns")) {
      try CommaSeparatedTable("name,energy\nSi,1\nGe", file: "a.csv")
    }
    #expect(throws: SampleError.self) { try CommaSeparatedTable("\n", file: "a.csv") }
    #expect(throws: SampleError.self) { try CommaSeparatedTable("a,a\n1,2", file: "a.csv") }
  }
}
