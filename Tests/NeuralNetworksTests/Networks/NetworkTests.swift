import NeuralNetworks
import Testing

@Suite struct NetworkTests {
  @Test func knowsItsShapesAndItsNumberOfParameters() throws {
    let network = try Network(input: Shape(channels: 2, height: 5, width: 7)) {
      Conv2D(filters: 3, kernel: 3, stride: 2, bias: false)
      MaxPool2D(size: 2)
      Dense(units: 4)
    }
    #expect(network.plan.steps.map { "\($0.outputShape)" } == ["3×3×4", "3×1×2", "4×1×1"])
    #expect(network.parameterCount == 54 + 24 + 4)
    #expect(network.plan.multiplyAdds == 54 * 12 + 24)
  }

  @Test func hasLayers() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(features: 1), layers: [])
    }
    #expect(error?.description == "network: has no layers")
  }

  @Test(arguments: [
    Shape(features: 0), Shape(channels: -1, height: 4, width: 4),
    Shape(channels: 1, height: Int.max, width: Int.max),
    Shape(channels: 1 << 15, height: 1 << 10, width: 1 << 10),
    Shape(channels: Int.min, height: 1, width: -1),
  ]) func refusesAbsurdInputs(input: Shape) {
    let error = #expect(throws: ShapeError.self) { try Network(input: input) { Flatten() } }
    #expect(error?.path == "layers")
    #expect(error?.layer == "input")
    #expect(error?.reason.hasPrefix("the shape \(input) is out of bounds") == true)
  }

  @Test func refusesAnOutputThatIsTooLarge() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(channels: 1, height: 1 << 15, width: 1 << 10)) {
        Activation(.relu)
        Conv2D(filters: 1 << 20, kernel: 1)
      }
    }
    #expect(error?.path == "layers.1")
    #expect(error?.layer == "Conv2D(filters: 1048576, kernel: 1)")
  }

  @Test func refusesExcessiveMemory() {
    // Few parameters and small activations, but terabytes of windows side by side.
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(channels: 1, height: 1, width: 1 << 20)) {
        Conv2D(filters: 1, kernel: 1024)
      }
    }
    #expect(error?.path == "layers.0")
    #expect(error?.reason.contains("memory for one example") == true)
    // Each layer is fine, all of them together are not.
    let many = [any Layer](repeating: Activation(.relu), count: 40)
    let sum = #expect(throws: ShapeError.self) {
      try Network(input: Shape(channels: 1, height: 1 << 15, width: 1 << 10), layers: many)
    }
    #expect(sum?.path == "layers.30")
  }
}
