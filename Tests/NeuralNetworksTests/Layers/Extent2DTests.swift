import Foundation
import NeuralNetworks
import Testing

@Suite struct Extent2DTests {
  @Test func standsInJSONAsNumberOrPair() throws {
    let decoder = JSONDecoder()
    #expect(try decoder.decode(Extent2D.self, from: Data("3".utf8)) == 3)
    let pair = Extent2D(height: 3, width: 5)
    #expect(try decoder.decode(Extent2D.self, from: Data("[3, 5]".utf8)) == pair)
    #expect(try String(decoding: JSONEncoder().encode(pair), as: UTF8.self) == "[3,5]")
    #expect(try String(decoding: JSONEncoder().encode(Extent2D(4)), as: UTF8.self) == "4")
  }

  @Test(arguments: ["[]", "[1]", "[1, 2, 3]", "\"3\"", "3.5", "null", "1e40", "{}"])
  func refusesOtherJSON(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Extent2D.self, from: Data(text.utf8))
    }
  }

  @Test func printsAsTheCodeThatBuildsIt() {
    #expect("\(Extent2D(3))" == "3")
    #expect("\(Extent2D(height: 1, width: 2))" == "(height: 1, width: 2)")
    #expect(Extent2D(height: 4, width: 2).area == 8)
  }
}
