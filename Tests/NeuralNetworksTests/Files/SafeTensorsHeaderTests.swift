import NeuralNetworks
import RandomNumbers
import Testing

@Suite struct SafeTensorsHeaderTests {
  @Test func lengthOfTheHeader() {
    for count in 0..<8 {
      #expect(refusal([UInt8](repeating: 1, count: count)) == .tooShort(byteCount: count))
    }
    let huge = [UInt8](repeating: 0xFF, count: 8)
    #expect(refusal(huge) == .headerTooLong(byteCount: .max, limit: 0))
    #expect(refusal(huge + [0x7B, 0x7D]) == .headerTooLong(byteCount: .max, limit: 2))
    let signed: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80]
    #expect(refusal(signed) == .headerTooLong(byteCount: 1 << 63, limit: 0))
    #expect(
      refusal([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D]) == .headerTooLong(byteCount: 3, limit: 2)
    )
    #expect(refusal(fileBytes("")) == .headerNotAnObject)
  }

  @Test func headerOverTheLimitOfTheFormat() {
    let spaces = [UInt8(ascii: "{")] + [UInt8](repeating: 0x20, count: 100_000_000)
    #expect(
      refusal(fileBytes(spaces)) == .headerTooLong(byteCount: 100_000_001, limit: 100_000_000)
    )
  }

  @Test(arguments: ["[]", "null", "\"a\"", " {}", "\u{FEFF}{}", "PNG", "1"])
  func headerIsNoObject(_ header: String) {
    #expect(refusal(header) == .headerNotAnObject)
  }

  @Test(arguments: [
    "{", "{}}", "{} x", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1}", "{\"a\":[]}", "{\"a\":null}",
    "{\"__metadata__\":{}", "{a:1}", "{'a':1}", "{\"a", "{\"a\\", "{\"\\x\":1}", "{\"\\u12\":1}",
    "{\"\\u12g4\":1}", "{\"\\ud800\":1}", "{\"\\udc00\":1}", "{\"\\ud800\\u0041\":1}",
    "{\"\\ud800\\n\":1}", "{\"a\nb\":1}", "{}\0", "{\"__metadata__\":[]}",
    "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":{\"a\":null}}",
    "{\"__metadata__\":{\"a\":\"b\",}}", "{\"__metadata__\":{}, }",
    "{\"__metadata__\":{\"a\":\"b\" \"c\":\"d\"}}", "{\"a\":{\"dtype\":1}}",
    "{\"a\":{\"shape\":1}}", "{\"a\":{\"shape\":{}}}", "{\"a\":{\"shape\":[1,]}}",
    "{\"a\":{\"shape\":[1 2]}}", "{\"a\":{\"shape\":[[1]]}}", "{\"a\":{\"shape\":[\"1\"]}}",
    "{\"a\":{\"shape\":[null]}}", "{\"a\":{\"shape\":[true]}}", "{\"a\":{\"shape\":[1",
    "{\"a\":{\"data_offsets\":\"0\"}}", "{} // comment",
  ])
  func headerIsMalformed(_ header: String) {
    guard case .malformedHeader(let byte, _) = refusal(header) else {
      Issue.record("\(header) gave \(String(describing: refusal(header)))")
      return
    }
    #expect((0...header.utf8.count).contains(byte))
  }

  @Test(
    arguments: [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ] as [[UInt8]]
  )
  func textIsNotUTF8(_ bytes: [UInt8]) {
    let name = Array("{\"".utf8) + bytes + Array("\":{}}".utf8)
    #expect(refusal(fileBytes(name)) == .invalidUTF8(byte: 2))
    let value = Array("{\"__metadata__\":{\"a\":\"".utf8) + bytes + Array("\"}}".utf8)
    #expect(refusal(fileBytes(value)) == .invalidUTF8(byte: 22))
    let outside = Array("{".utf8) + bytes + Array("}".utf8)
    #expect(refusal(fileBytes(outside)) == .malformedHeader(byte: 1, expected: "a string"))
  }

  @Test func deepNestingCostsNoStack() {
    let count = 5_000_000
    for (start, token) in [("{\"a\":", "["), ("{\"a\":{\"shape\":[", "["), ("", "{\"a\":")] {
      let bytes = Array(start.utf8) + (0..<(count / token.utf8.count)).flatMap { _ in token.utf8 }
      guard let reason = refusal(fileBytes(bytes)) else {
        Issue.record("accepted")
        continue
      }
      switch reason {
      case .malformedHeader, .unknownKey: break
      default: Issue.record("\(reason)")
      }
    }
  }

  @Test func keysAreUnique() {
    let entry = #"{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
    #expect(refusal("{\"a\":\(entry),\"b\":\(entry)}") == nil)
    #expect(refusal("{\"a\":\(entry),\"a\":\(entry)}") == .duplicateKey("a", within: nil))
    #expect(refusal("{\"a\":\(entry),\"\\u0061\":\(entry)}") == .duplicateKey("a", within: nil))
    #expect(
      refusal("{\"__metadata__\":{},\"__metadata__\":{}}")
        == .duplicateKey("__metadata__", within: nil)
    )
    #expect(
      refusal("{\"__metadata__\":{\"k\":\"1\",\"k\":\"1\"}}")
        == .duplicateKey("k", within: "__metadata__")
    )
    for (key, value) in [("dtype", "\"F32\""), ("shape", "[0]"), ("data_offsets", "[0,0]")] {
      let twice = entry.dropLast() + ",\"\(key)\":\(value)}"
      #expect(refusal("{\"a\":\(twice)}") == .duplicateKey(key, within: "a"))
    }
    let long = String(repeating: "n", count: 4097)
    #expect(refusal("{\"\(long)\":\(entry)}") == .keyTooLong(byteCount: 4097))
  }

  @Test func keysAreThoseOfTheFormat() {
    #expect(
      refusal(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}}"#)
        == .unknownKey("x", tensor: "a")
    )
    #expect(
      refusal(#"{"a":{"shape":[0],"data_offsets":[0,0]}}"#) == .missingKey("dtype", tensor: "a")
    )
    #expect(
      refusal(#"{"a":{"dtype":"F32","data_offsets":[0,0]}}"#) == .missingKey("shape", tensor: "a")
    )
    #expect(
      refusal(#"{"a":{"dtype":"F32","shape":[0]}}"#) == .missingKey("data_offsets", tensor: "a")
    )
    #expect(refusal(#"{"a":{}}"#) == .missingKey("dtype", tensor: "a"))
  }

  @Test(arguments: ["I64", "U8", "BOOL", "F8_E4M3", "f32", "", "F32 ", "nonsense"])
  func elementTypeIsNotRead(_ type: String) throws {
    let bytes = fileBytes(oneTensor(type, "[1]", "[0,8]"), data: [UInt8](repeating: 0, count: 8))
    #expect(refusal(bytes) == .unsupportedType(type, tensor: "a"))
    let error = try #require(throws: SafeTensorsError.self) { try decoded(bytes) }
    #expect(error.description.contains("\"a\"") && error.description.contains("\"\(type)\""))
  }

  @Test(arguments: [
    "-1", "-0", "+1", "1.0", "1.5", "1e0", "01", "00", "9223372036854775808", "1-1", "-", ".", "1e",
    "99999999999999999999999999999999999999",
  ])
  func numberIsNotWhole(_ number: String) {
    #expect(
      refusal(oneTensor("F32", "[\(number)]", "[0,4]"), dataByteCount: 4)
        == .invalidNumber(number, key: "shape", tensor: "a")
    )
    #expect(
      refusal(oneTensor("F32", "[1]", "[\(number),4]"), dataByteCount: 4)
        == .invalidNumber(number, key: "data_offsets", tensor: "a")
    )
  }

  @Test func shapeOverflows() {
    for shape in [[Int.max], [Int.max / 4 + 1], [1 << 32, 1 << 32], [1 << 62, 2, 0]] {
      #expect(
        refusal(oneTensor("F32", "\(shape)", "[0,4]"), dataByteCount: 4)
          == .invalidShape(shape, tensor: "a")
      )
    }
  }

  @Test func offsetsDoNotMatch() {
    for offsets in [[], [0], [0, 4, 4], [4, 0], [.max, 0]] {
      #expect(
        refusal(oneTensor("F32", "[1]", "\(offsets)"), dataByteCount: 4)
          == .invalidOffsets(offsets, tensor: "a")
      )
    }
    for (type, size) in [("F32", 4), ("F16", 2), ("BF16", 2), ("F64", 8)] {
      #expect(refusal(oneTensor(type, "[3]", "[0,\(3 * size)]"), dataByteCount: 3 * size) == nil)
      for found in [3 * size - 1, 3 * size + 1, 0] {
        #expect(
          refusal(oneTensor(type, "[3]", "[0,\(found)]"), dataByteCount: found)
            == .byteCountMismatch(tensor: "a", expected: 3 * size, found: found)
        )
      }
    }
    let end = Int.max
    #expect(
      refusal(oneTensor("F32", "[1]", "[\(end - 4),\(end)]"), dataByteCount: 4)
        == .outOfRange(tensor: "a", end: end, available: 4)
    )
  }

  @Test func dataDoNotCoverTheFile() {
    func two(_ first: (Int, Int), _ second: (Int, Int)) -> String {
      let entries = zip(["a", "b"], [first, second]).map { name, range in
        #""\#(name)":{"dtype":"F16","shape":[\#((range.1 - range.0) / 2)],"#
          + #""data_offsets":[\#(range.0),\#(range.1)]}"#
      }
      return "{" + entries.joined(separator: ",") + "}"
    }
    #expect(refusal(two((0, 4), (4, 8)), dataByteCount: 8) == nil)
    #expect(refusal(two((4, 8), (0, 4)), dataByteCount: 8) == nil)
    #expect(refusal(two((0, 4), (2, 6)), dataByteCount: 6) == .overlap(tensor: "b", with: "a"))
    #expect(refusal(two((0, 4), (0, 4)), dataByteCount: 4) == .overlap(tensor: "b", with: "a"))
    #expect(refusal(two((0, 8), (2, 2)), dataByteCount: 8) == .overlap(tensor: "b", with: "a"))
    #expect(refusal(two((0, 4), (6, 8)), dataByteCount: 8) == .hole(before: "b", byteCount: 2))
    #expect(refusal(two((2, 4), (4, 8)), dataByteCount: 8) == .hole(before: "a", byteCount: 2))
    #expect(
      refusal(two((0, 4), (4, 8)), dataByteCount: 7)
        == .outOfRange(tensor: "b", end: 8, available: 7)
    )
    #expect(refusal(two((0, 4), (4, 8)), dataByteCount: 9) == .trailingBytes(byteCount: 1))
    #expect(refusal("{}", dataByteCount: 1) == .trailingBytes(byteCount: 1))
  }

  @Test func numbersAreFinite() {
    let nan: [UInt8] = [0, 0, 0xC0, 0x7F]
    let infinity: [UInt8] = [0, 0, 0x80, 0xFF]
    for value in [nan, infinity] {
      #expect(
        refusal(fileBytes(oneTensor("F32", "[2]", "[0,8]"), data: [0, 0, 0, 0] + value))
          == .notFinite(tensor: "a", index: 1)
      )
    }
    for value in [[0, 0x7C], [0, 0xFC], [1, 0x7C]] as [[UInt8]] {
      #expect(
        refusal(fileBytes(oneTensor("F16", "[1]", "[0,2]"), data: value))
          == .notFinite(tensor: "a", index: 0)
      )
    }
    #expect(
      refusal(fileBytes(oneTensor("BF16", "[1]", "[0,2]"), data: [0x80, 0x7F]))
        == .notFinite(tensor: "a", index: 0)
    )
    let large = (0..<8).map { UInt8(truncatingIfNeeded: (1e39).bitPattern >> (8 * UInt64($0))) }
    #expect(
      refusal(fileBytes(oneTensor("F64", "[1]", "[0,8]"), data: large))
        == .notFinite(tensor: "a", index: 0)
    )
  }

  @Test func everyTruncationIsRefused() throws {
    let bytes = try sampleContent.encoded()
    for count in bytes.indices {
      #expect(refusal(Array(bytes[..<count])) != nil)
    }
  }

  @Test func randomDamageNeverTraps() throws {
    let bytes = try sampleContent.encoded()
    var generator = KeyedGenerator(20, 26)
    var accepted = 0
    let count = 5_000
    for _ in 0..<count {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: damaged.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: damaged[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: damaged[index] = .random(in: 0...255, using: &generator)
        case 2: damaged.remove(at: index)
        default:
          damaged.insert(Array("{}[]\",:-0e\\".utf8)[index % 11], at: index)
        }
      }
      do {
        let content = try decoded(damaged)
        // Accepted content is sound: it can be written and read again.
        #expect(try decoded(content.encoded()) == content)
        accepted += 1
      } catch {
        #expect(error.description.hasPrefix("model.safetensors: "))
      }
    }
    // Flipped bits of weights and of texts pass; most else does not.
    #expect((1..<(count / 2)).contains(accepted))
  }
}
