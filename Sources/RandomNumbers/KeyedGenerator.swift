/// A random number generator that is a pure function of its key.
///
/// Work that is drawn by key, as in `KeyedGenerator(seed, epoch, example)`, gives the same numbers in
/// whatever order and on however many threads it is done. The state is advanced by the SplitMix64
/// sequence (Steele, Lea and Flood, OOPSLA 2014), which passes BigCrush; the words of the key are
/// absorbed one by one through its finaliser, so that neighbouring keys give unrelated streams.
public struct KeyedGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of a key; negative integers are as good as others.
  public init(_ key: Int...) {
    state = 0x243F_6A88_85A3_08D3  // the fraction of pi: any constant that is not special serves
    for word in key {
      state = Self.mix(state &+ UInt64(bitPattern: Int64(word)) &* Self.golden)
    }
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ golden
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    defer { state &+= Self.golden }
    return Self.mix(state)
  }
}
