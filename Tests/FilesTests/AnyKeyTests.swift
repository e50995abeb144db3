import Files
import Foundation
import Testing

@Suite struct AnyKeyTests {
  /// An object whose keys must be a or b.
  private struct Checked: Decodable {
    let unknown: String?

    init(from decoder: any Decoder) throws {
      unknown = try decoder.container(keyedBy: AnyKey.self).firstKey(notIn: ["a", "b"])
    }
  }

  @Test(arguments: [
    ("{}", nil), (#"{"b": 1}"#, nil), (#"{"a": 1, "z": 2, "c": 3, "b": 4}"#, "c"), (#"{"A": 1}"#, "A"),
  ])
  func firstUnknownKeyIsFound(json: String, expected: String?) throws {
    #expect(try JSONDecoder().decode(Checked.self, from: Data(json.utf8)).unknown == expected)
  }

  @Test func keysAreNamesAndNeverIndices() {
    #expect(("size" as AnyKey).stringValue == "size" && AnyKey("7").intValue == nil)
    #expect(AnyKey(intValue: 7) == nil)
  }
}
