import Foundation
import NeuralNetworks
import Testing

@Suite struct DecodingErrorSentenceTests {
  private struct Layer: Decodable { let filters: Int }
  private struct Network: Decodable {
    let layers: [Layer]
    let name: String
  }

  private func sentence(_ json: String) -> String? {
    do {
      _ = try JSONDecoder().decode(Network.self, from: Data(json.utf8))
      return nil
    } catch let error as DecodingError { return error.sentence } catch { return "\(error)" }
  }

  @Test func missingKeysAreNamedWithTheirPath() {
    #expect(sentence(#"{"layers": []}"#) == #""name" is missing"#)
    #expect(sentence(#"{"name": "a", "layers": [{"filters": 1}, {}]}"#) == #"layers[1]: "filters" is missing"#)
  }

  @Test func wrongTypesAreLocated() throws {
    let wrong = try #require(sentence(#"{"name": "a", "layers": [{"filters": "two"}]}"#))
    #expect(wrong.hasPrefix("layers[0].filters: ") && wrong.contains("Int"))
    let null = try #require(sentence(#"{"name": null, "layers": []}"#))
    #expect(null.hasPrefix("name: "))
    let root = try #require(sentence("[]"))
    #expect(!root.hasPrefix(":") && !root.contains("CodingKeys"))
  }

  @Test func underlyingErrorsAreShown() {
    struct Cause: Error, CustomStringConvertible { let description = "line 3, column 4" }
    let context = DecodingError.Context(codingPath: [], debugDescription: "not JSON", underlyingError: Cause())
    #expect(DecodingError.dataCorrupted(context).sentence == "not JSON (line 3, column 4)")
    let plain = DecodingError.Context(codingPath: [], debugDescription: "not JSON")
    #expect(DecodingError.dataCorrupted(plain).sentence == "not JSON")
  }
}
