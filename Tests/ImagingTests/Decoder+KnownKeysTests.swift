import Foundation
import Imaging
import Testing

@Suite struct DecoderKnownKeysTests {
  private struct Settings: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case size, depth = "bit_depth" }
    let size: Int
    let depth: Int?

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(knowingOnly: CodingKeys.self, of: "settings")
      size = try container.decode(Int.self, forKey: .size)
      depth = try container.decodeIfPresent(Int.self, forKey: .depth)
    }
  }

  private func read(_ json: String) throws -> Settings {
    try JSONDecoder().decode(Settings.self, from: Data(json.utf8))
  }

  @Test func knownKeysAreRead() throws {
    let settings = try read(#"{"size": 3, "bit_depth": 8}"#)
    #expect(settings.size == 3 && settings.depth == 8)
    #expect(try read(#"{"size": 3}"#).depth == nil)
  }

  @Test func firstUnknownKeyIsAnError() {
    let error = ImagingError.unknownKey("depth", in: "settings", known: ["size", "bit_depth"])
    #expect(throws: error) { try read(#"{"size": 3, "zoom": 1, "depth": 8}"#) }
    #expect(throws: DecodingError.self) { try read("[3]") }
  }
}
