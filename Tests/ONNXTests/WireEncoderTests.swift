import Testing

@testable import ONNX

@Suite struct WireEncoderTests {
  @Test func integersAreVarintsWithTheirField() {
    var encoder = WireEncoder()
    encoder.append(150, field: 1)
    // The example of the description of the format.
    #expect(encoder.bytes == [0x08, 0x96, 0x01])
    var negative = WireEncoder()
    negative.append(-1, field: 2)
    #expect(negative.bytes == [0x10] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
  }

  @Test func textsAndPackedIntegersHaveTheirLength() {
    var encoder = WireEncoder()
    encoder.append("testing", field: 2)
    #expect(encoder.bytes == [0x12, 0x07] + Array("testing".utf8))
    var packed = WireEncoder()
    packed.append(packed: [3, 270, 86942], field: 6)
    #expect(packed.bytes == [0x32, 0x06, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05])
  }

  @Test func floatsAreFourBytesFromTheLowest() {
    var encoder = WireEncoder()
    encoder.append(Float(1), field: 2)
    #expect(encoder.bytes == [0x15, 0x00, 0x00, 0x80, 0x3F])
  }

  @Test func fieldsAboveFifteenHaveKeysOfTwoBytes() {
    var encoder = WireEncoder()
    encoder.append(2, field: 20)
    #expect(encoder.bytes == [0xA0, 0x01, 0x02])
  }
}
