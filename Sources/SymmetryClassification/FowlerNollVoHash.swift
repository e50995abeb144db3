/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo; RFC 9923), the same in every process and on every machine.
enum FowlerNollVoHash {
  /// Hashes bytes in their order.
  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
