import NeuralNetworks
import Testing

@Suite struct ShapeErrorTests {
  @Test func isOneSentenceWithPathLayerAndReason() {
    let error = ShapeError(Dense(units: 3), "no")
    #expect(error.description == "Dense(units: 3): no")
    let placed = ShapeError(path: "layers.3.body.0", layer: error.layer, reason: error.reason)
    #expect(placed.description == "layers.3.body.0, Dense(units: 3): no")
  }
}
