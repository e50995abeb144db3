import Testing

@testable import Crystallography

@Suite struct HallSymbolTests {
  // Symbols of International Tables for Crystallography B (2010), table A1.4.2.7.
  @Test(arguments: [
    ("P 1", 1, 1), ("-P 2ybc", 14, 4), ("-P_2yn", 14, 4), ("-C 2y", 12, 8), ("P 2ac 2ab", 19, 4), ("-P 2ac 2n", 62, 8),
    ("-I 4bd 2c", 142, 32), ("R 3", 146, 9), ("P 3*", 146, 3), ("-R 3 2\"", 166, 36), ("-P 3* 2", 166, 12),
    ("P 31 2\"", 152, 6), ("-P 6c 2c", 194, 24), ("P 61", 169, 6), ("P 4w 2c", 91, 8), ("P 4 21", 89, 8),
    ("-F 4 2 3", 225, 192), ("-F 4vw 2vw 3", 227, 192), ("F 4d 2 3 -1d", 227, 192), ("-I 4bd 2c 3", 230, 96),
    ("-F 2uv 2vw", 70, 32), ("P 32 2\"", 154, 6), ("P 32 2 (0 0 4)", 153, 6),
  ])
  func symbolsHaveTheirOperations(symbol: String, number: Int, count: Int) throws {
    let operations = try #require(HallSymbol(symbol)?.operations)
    #expect(operations.count == count)
    // The table of settings has no shifted origins.
    if symbol != "P 4 21" && !symbol.contains("(") { #expect(SpaceGroup(operations: operations)?.number == number) }
  }

  @Test func aChangeOfBasisMovesTheOrigin() throws {
    let plain = try #require(HallSymbol("-P 2yb")).operations
    let moved = try #require(HallSymbol("-P 2yb (0 0 3)")).operations
    #expect(!moved.contains { $0.type == .bar1 && $0.translation == .zero })
    #expect(moved.contains { $0.type == .bar1 && abs(abs($0.translation.z) - 0.5) < 1e-9 })
    #expect(plain.contains { $0.type == .bar1 && $0.translation == .zero })
    let axes = try #require(HallSymbol("R 3(-y+z,x+z,-x+y+z)"))
    #expect(axes.operations.count == 3)
  }

  @Test(arguments: [
    "", "P", "X 2", "P 2\"1", "P 3 21", "P 6 2'1", "P 2y3", "P 5", "P 2y (0 0", "P 2y (0 0 100)", "P 2y (x,y,999z)",
    "P 2y) 2", "P 21/c", "-P 2ybc\0", "P 11", "P 2q", "((((", "- - P 2",
  ])
  func otherTextsAreNotSymbols(text: String) { #expect(HallSymbol(text) == nil) }

  @Test func theGroupOfOperationsIsFoundInAnySetting() throws {
    for number in [1, 14, 62, 146, 166, 194, 225, 227] {
      let group = try #require(SpaceGroup(number: number))
      #expect(SpaceGroup(operations: group.operations.reversed()) == group)
    }
    #expect(SpaceGroup(operations: Array(SpaceGroup(number: 225)!.operations.prefix(5))) == nil)
  }
}
