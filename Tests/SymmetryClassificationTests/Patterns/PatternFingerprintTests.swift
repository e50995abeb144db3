import SymmetryClassification
import Testing

@Suite struct PatternFingerprintTests {
  // Test vectors of the FNV authors' reference code, http://www.isthe.com/chongo/src/fnv/test_fnv.c.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("b", "af63df4c8601f1a5"),
    ("foobar", "85944171f73967e8"),
  ])
  func knownHashes(text: String, hash: String) {
    #expect(PatternFingerprint(Array(text.utf8)).description == hash)
  }

  @Test func textRoundTrips() throws {
    for bytes in [[], [0], [0, 0], [255, 1, 2]] as [[UInt8]] {
      let fingerprint = PatternFingerprint(bytes)
      #expect(PatternFingerprint(fingerprint.description) == fingerprint)
    }
    let small = try #require(PatternFingerprint("000000000000000a"))
    #expect(small.description == "000000000000000a")
  }

  @Test(arguments: [
    "", "a", "000000000000000g", "00000000000000000", "-00000000000000a", "+00000000000000a",
    " 00000000000000a", "0x0000000000000a",
  ])
  func otherTextIsRefused(text: String) { #expect(PatternFingerprint(text) == nil) }
}
