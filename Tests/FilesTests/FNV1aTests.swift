import Files
import Testing

@Suite struct FNV1aTests {
  /// The test vectors of RFC 9923, appendix C.
  @Test(arguments: [
    ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
  ])
  func publishedHashes(text: String, expected: String) {
    #expect(FNV1a.digits(of: text.utf8) == expected)
  }
}
