/// A random number generator whose numbers are a pure function of its key.
///
/// Work with a key of its own, as in `KeyedGenerator(seed, epoch, example)`, gets the same numbers in any order and on
/// any number of threads. The numbers are those of ``SplitMix64``; the words of the key pass one by one through its
/// finaliser, so that neighbouring keys give unrelated streams.
public struct KeyedGenerator: RandomNumberGenerator, Sendable {
  private var sequence: SplitMix64

  /// Creates the generator of a key, whose words may be negative.
  public init(_ key: Int...) {
    var state: UInt64 = 0x243F_6A88_85A3_08D3  // the fraction of pi: an arbitrary constant
    for word in key {
      var absorber = SplitMix64(seed: state &+ UInt64(bitPattern: Int64(word)) &* SplitMix64.increment)
      state = absorber.next()
    }
    sequence = SplitMix64(seed: state)
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 { sequence.next() }
}
