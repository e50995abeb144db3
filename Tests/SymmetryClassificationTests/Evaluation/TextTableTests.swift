import Testing

@testable import SymmetryClassification

@Suite struct TextTableTests {
  @Test func columnsAreAlignedAndLinesEndWithoutSpaces() {
    var table = TextTable([.left, .right])
    table.append(["a", "10"])
    table.append(["bcd", "5"])
    #expect(table.lines == ["  a    10", "  bcd   5"])
    var open = TextTable([.left, .left])
    open.append(["a", ""])
    #expect(open.lines == ["  a"])
    #expect(TextTable([.left]).lines.isEmpty)
  }

  @Test func controlCharactersDoNotBreakALine() {
    #expect(TextTable.printable("a\nb\u{1B}[1m é") == "a\u{FFFD}b\u{FFFD}[1m é")
  }

  @Test func longTextLosesItsMiddle() {
    #expect(TextTable.shortened("abcdefgh", to: 5) == "ab…gh")
    #expect(TextTable.shortened("abcde", to: 5) == "abcde")
    #expect(TextTable.shortened("abcde", to: 2) == "abcde", "no room for a middle")
  }
}
