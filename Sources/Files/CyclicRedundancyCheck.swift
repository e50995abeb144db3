/// 32-bit cyclic redundancy checks, with a reflected polynomial and inverted initial and final values.
public struct CyclicRedundancyCheck: Sendable {
  /// CRC-32 of PNG (specification, annex D) and zlib.
  public static let crc32 = CyclicRedundancyCheck(polynomial: 0xEDB8_8320)
  /// CRC-32C (Castagnoli).
  public static let crc32C = CyclicRedundancyCheck(polynomial: 0x82F6_3B78)

  /// The checksum of each single byte.
  private let table: [UInt32]

  private init(polynomial: UInt32) {
    table = (0..<256).map { byte in (0..<8).reduce(byte) { sum, _ in sum & 1 == 1 ? polynomial ^ (sum >> 1) : sum >> 1 }
    }
  }

  /// The checksum of bytes.
  public func sum(of bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
  }
}
