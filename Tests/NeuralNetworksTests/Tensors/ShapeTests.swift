import Foundation
import NeuralNetworks
import Testing

@Suite struct ShapeTests {
  @Test func counts() {
    let shape = Shape(channels: 2, height: 3, width: 5)
    #expect(shape.count == 30)
    #expect(shape.area == 15)
    #expect("\(shape)" == "2×3×5")
    #expect(Shape(features: 7) == Shape(channels: 7, height: 1, width: 1))
  }

  @Test func standsInJSONAsThreeExtents() throws {
    let shape = Shape(channels: 1, height: 128, width: 96)
    let data = try JSONEncoder().encode(shape)
    #expect(String(decoding: data, as: UTF8.self) == "[1,128,96]")
    #expect(try JSONDecoder().decode(Shape.self, from: data) == shape)
  }

  @Test(arguments: [
    "[]", "[1, 2]", "[1, 2, 3, 4]", "3", "[1, 2, null]", "[1, 2, 0.5]", "[1, 2, 1e30]",
  ])
  func refusesOtherJSON(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Shape.self, from: Data(text.utf8))
    }
  }

  @Test func invalidJSONErrorDescribesAShape() {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Shape.self, from: Data("[4, 4]".utf8))
    }
    #expect("\(String(describing: error))".contains("[channels, height, width], not [4, 4]"))
  }
}
