/// The hash FNV-1a of 64 bits (Fowler, Noll and Vo; RFC 9923), the same in every process and on every machine.
public enum FNV1a {
  /// The hash of no bytes.
  public static let empty: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Hashes bytes in order, after those of another hash.
  public static func of(_ bytes: some Sequence<UInt8>, after hash: UInt64 = empty) -> UInt64 {
    var hash = hash
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  /// The hash in sixteen hexadecimal digits.
  public static func digits(of bytes: some Sequence<UInt8>) -> String {
    let digits = String(of(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
