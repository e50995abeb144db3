import Testing

@testable import Crystallography

@Suite struct CIFDocumentTests {
  private static func document(_ text: String) throws -> CIFDocument {
    try CIFDocument(Array(text.utf8))
  }

  @Test func blocksHaveTheirTagsAndLines() throws {
    let document = try Self.document(
      """
      # comment
      data_first
      _a_b 1.5(2)
      loop_
      _c
      _d
      1 'two words'
      3 ?

      _e .
      data_second
      _a_b other
      """
    )
    #expect(document.blocks.map(\.name) == ["first", "second"])
    let block = document.blocks[0]
    #expect(block.columns.map(\.tag) == ["_a_b", "_c", "_d", "_e"])
    #expect(block.columns.map(\.line) == [3, 5, 6, 10])
    #expect(
      block.columns.map { $0.values.map(\.text) } == [
        ["1.5(2)"], ["1", "3"], ["two words", nil], [nil],
      ]
    )
    #expect(block.columns[2].values.map(\.line) == [7, 8])
    #expect(document.blocks[1].columns.map { $0.values.map(\.text) } == [["other"]])
  }

  @Test func quotesAndTextFieldDelimitersAreRemoved() throws {
    let block = try Self.document(
      "data_q\n_a 'it's'\n_b \"x y\"\n_c\n;first\nsecond\n;\n_d '?'\n_e ?\n_f 5#6\n"
    ).blocks[0]
    #expect(
      block.columns.map { $0.values.first?.text }
        == ["it's", "x y", "first\nsecond", "?", nil, "5#6"]
    )
  }

  @Test func numbersAreReadWithoutTheirUncertainties() {
    for (text, number) in [
      ("5.4310(2)", 5.431), ("-0.25", -0.25), ("+3", 3), (".5", 0.5), ("1e-3", 0.001), ("7.", 7),
      ("12(3)", 12),
    ] {
      #expect(CIFValue(text: text, line: 1).number == number)
    }
    for text in [
      "", "a", "1/3", "1,5", "0x10", "1.2.3", "1(2", "(2)", "--1", "nan", "inf", "1e999", "1 2",
      "½",
    ] {
      #expect(CIFValue(text: text, line: 1).number == nil, "\(text)")
    }
    #expect(CIFValue(text: nil, line: 1).number == nil)
  }

  @Test func consecutiveLoopsStaySeparate() throws {
    let block = try Self.document(
      "data_l\nloop_\n_a\n_b\n1 2 3 4\nloop_\n_c\n5 6 7\n_d 8\nloop_\n_e\n9\n"
    ).blocks[0]
    #expect(
      block.columns.map { $0.values.compactMap(\.text) }
        == [["1", "3"], ["2", "4"], ["5", "6", "7"], ["8"], ["9"]]
    )
  }

  @Test func saveFramesAreSkipped() throws {
    let block = try Self.document("data_f\n_a 1\nsave_frame\n_b 2\nsave_\n_c 3\n").blocks[0]
    #expect(block.columns.map(\.tag) == ["_a", "_c"])
  }

  @Test func firstTagWithAValueIsUsed() throws {
    let block = try Self.document("data_c\n_a ?\n_b 2\n_c 3\n_c 4\n").blocks[0]
    #expect(try block.column("_a") == nil)
    #expect(try block.column("_a", "_b")?.tag == "_b")
    #expect(try block.column("_missing") == nil)
    let failure = #expect(throws: CIFFailure.self) { try block.column("_c") }
    #expect(failure?.line == 5 && failure?.problem == .repeatedTag("_c"))
  }

  @Test func syntaxErrorsCarryTheirLine() {
    for (text, line) in [
      ("data_a\n_b\n", 3), ("data_a\nloop_\n_b\n_c\n1 2 3\n", 2), ("data_a\n_b 1 2\n", 2),
      ("data_a\n_b 'open\n", 2), ("data_a\n_b\n;open\n", 3), ("data_a\nloop_\n1\n", 3),
    ] {
      let failure = #expect(throws: CIFFailure.self) { try Self.document(text) }
      guard case .syntax? = failure?.problem else {
        Issue.record("\(text): \(String(describing: failure))")
        continue
      }
      #expect(abs((failure?.line ?? 0) - line) <= 1, "\(text): \(String(describing: failure))")
    }
  }

  @Test func manyValuesAreReadInOrder() throws {
    let count = 20_000
    let text = "data_m\nloop_\n_a\n_b\n" + (0..<count).map { "\($0) \($0 + 1)\n" }.joined()
    let block = try Self.document(text).blocks[0]
    #expect(block.columns.map(\.values.count) == [count, count])
    #expect(block.columns[1].values.last?.number == Double(count))
    #expect(block.columns[1].values.last?.line == count + 4)
  }
}
