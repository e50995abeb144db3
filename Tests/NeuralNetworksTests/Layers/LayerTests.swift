import Testing

@testable import NeuralNetworks

@Suite struct LayerTests {
  private let input = Shape(channels: 1, height: 4, width: 4)

  @Test func outputShapeOfABranchIsThatOfItsLastLayer() throws {
    let layers: [any Layer] = [Conv2D(filters: 3, kernel: 3), MaxPool2D(size: 2)]
    let expected = Shape(channels: 3, height: 2, width: 2)
    #expect(try layers.outputShape(for: input, branch: "body") == expected)
    #expect(try [any Layer]().outputShape(for: input, branch: "body") == input)
  }

  @Test func errorNamesTheFailingLayerOfABranch() {
    let layers: [any Layer] = [Flatten(), MaxPool2D(size: 2)]
    #expect {
      try layers.outputShape(for: input, branch: "body")
    } throws: {
      "\($0)".contains("body.1")
    }
  }
}
