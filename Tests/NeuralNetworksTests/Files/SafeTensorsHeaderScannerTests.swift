import Testing

@testable import NeuralNetworks

@Suite struct SafeTensorsHeaderScannerTests {
  private func scanner(_ text: String) -> SafeTensorsHeaderScanner {
    SafeTensorsHeaderScanner(Array(text.utf8), file: "model.safetensors")
  }

  /// The position and the expected token of a malformed text.
  private func failure(
    _ text: String,
    _ scan: (inout SafeTensorsHeaderScanner) throws(SafeTensorsError) -> Void
  ) -> String? {
    var scanner = scanner(text)
    do throws(SafeTensorsError) {
      try scan(&scanner)
      return nil
    } catch {
      guard case .malformedHeader(let byte, let expected) = error.reason else { return "\(error)" }
      return "\(byte): \(expected)"
    }
  }

  @Test func whiteSpaceIsSkippedBeforeTokens() throws {
    var scanner = scanner(" \t\n\r{ \"a b\" : 12 }  ")
    try scanner.pass("{")
    let key = try scanner.key()
    #expect(key == "a b")
    let number = scanner.numberText()
    #expect(number == "12")
    let passes = scanner.passes("]")
    #expect(!passes)
    try scanner.pass("}")
    try scanner.passEnd()
    #expect(scanner.position == 20)
  }

  @Test func missingTokensAreNamedWithTheirByte() {
    #expect(failure("  [") { (scanner) throws(SafeTensorsError) in try scanner.pass("{") } == "2: '{'")
    #expect(failure(" 1") { (scanner) throws(SafeTensorsError) in _ = try scanner.string() } == "1: a string")
    #expect(
      failure("\"ab") { (scanner) throws(SafeTensorsError) in _ = try scanner.string() } == "3: the end of a string"
    )
    #expect(failure(" x") { (scanner) throws(SafeTensorsError) in try scanner.passEnd() } == "1: the end of the header")
    #expect(failure("\"a\" 1") { (scanner) throws(SafeTensorsError) in _ = try scanner.key() } == "4: ':'")
  }

  @Test(arguments: [
    ("a\u{1}", "2: an escape instead of a control character"), (#"\"#, "2: an escape"),
    (#"\x""#, "2: an escape of JSON"),
    (#"\u12g4""#, "5: four hexadecimal digits"), (#"\ud83e""#, "7: a surrogate pair"),
    (#"\udc00\ud800""#, "7: a surrogate pair"), (#"\ud83e\u0041""#, "13: the second half of a surrogate pair"),
  ])
  func invalidStringsAreRefused(text: String, expected: String) {
    #expect(failure("\"" + text) { (scanner) throws(SafeTensorsError) in _ = try scanner.string() } == expected)
  }

  @Test func membersAreSeparatedByCommas() throws {
    var scanner = scanner("1 , 2 ]")
    var numbers: [String] = []
    while try scanner.nextMember(closing: "]", isFirst: numbers.isEmpty) { numbers.append(scanner.numberText()) }
    #expect(numbers == ["1", "2"])
    var empty = self.scanner("]")
    let follows = try empty.nextMember(closing: "]", isFirst: true)
    #expect(!follows)
    let text = failure("1 2]") { (scanner) throws(SafeTensorsError) in
      _ = scanner.numberText()
      _ = try scanner.nextMember(closing: "]", isFirst: false)
    }
    #expect(text == "2: ',' or ']'")
  }

  @Test func escapesAreResolved() throws {
    let header = #"{"__metadata__":{"\u0061\/\"\\":"\b\f\n\r\t\u00e9\ud83e\uddca"}}"#
    #expect(try decoded(fileBytes(header)).metadata == ["a/\"\\": "\u{8}\u{C}\n\r\té🧊"])
  }
}
