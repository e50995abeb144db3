import Foundation

/// Values as the bytes of messages between processes; every floating-point number keeps its bits.
enum ExactJSON {
  private static let names = (infinity: "inf", negative: "-inf", none: "nan")

  /// The bytes of a value.
  static func bytes(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: names.infinity,
      negativeInfinity: names.negative,
      nan: names.none
    )
    return [UInt8](try encoder.encode(value))
  }

  /// The value of bytes.
  static func value<Value: Decodable>(_ bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: names.infinity,
      negativeInfinity: names.negative,
      nan: names.none
    )
    return try decoder.decode(Value.self, from: Data(bytes))
  }
}
