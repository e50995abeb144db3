import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct GradCAMTests {
  private func randomInput(_ count: Int, seed: Int) -> [Float] {
    var generator = KeyedGenerator(seed)
    return (0..<count).map { _ in generator.normal() }
  }

  @Test func heatLiesWhereTheEvidenceIs() throws {
    // The first output counts bright pixels, the second their negative.
    let network = try Network(input: Shape(channels: 1, height: 16, width: 16)) {
      Conv2D(filters: 1, kernel: 3, bias: false)
      Activation(.relu)
      GlobalAveragePool2D()
      Dense(units: 2)
    }
    let kernel: [Float] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
    let model = Model(network, parameters: kernel + [1, -1, 0, 0])
    let attention = try #require(GradCAM(model))
    for (row, column) in [(2, 3), (11, 12), (7, 1)] {
      var input = [Float](repeating: -0.5, count: 256)
      for r in row..<row + 3 { for c in column..<column + 3 { input[r * 16 + c] = 2 } }
      let map = attention.heatMap(for: input, output: 0)
      #expect(map.width == 16 && map.height == 16)
      for place in 0..<256 {
        let isThere =
          (row..<row + 3).contains(place / 16) && (column..<column + 3).contains(place % 16)
        // The derivative of the mean over 256 places, times the value.
        #expect(map.values[place] == (isThere ? 2.0 / 256 : 0))
      }
      #expect(attention.heatMap(for: input, output: 1).values.allSatisfy { $0 == 0 })
    }
  }

  @Test func weightsAreTheMeansOfTheDerivatives() throws {
    // After the maps: another convolution, normalisation, pooling, a residual block, dropout, two dense layers.
    let network = try Network(input: Shape(channels: 1, height: 16, width: 16)) {
      Conv2D(filters: 3, kernel: 3)
      MaxPool2D(size: 2)
      BatchNormalization()
      Activation(.tanh)
      Conv2D(filters: 4, kernel: 3)
      BatchNormalization()
      MaxPool2D(size: 2)
      Residual(activation: .relu) { Conv2D(filters: 4, kernel: 3) }
      Dropout(rate: 0.5)
      Dense(units: 5, activation: .tanh)
      Dense(units: 3)
    }
    let model = Model(network, seed: 3)
    let input = randomInput(256, seed: 1)
    // The slow reference: finite differences of each value of the maps.
    let folded = model.foldingNormalization()
    let (body, tail) = folded.split(after: 2)
    let maps = Predictor(body).output(for: input)
    let behind = Predictor(tail)
    for output in 0..<3 {
      var expected = [Float](repeating: 0, count: 64)
      for channel in 0..<3 {
        var sum: Float = 0
        for place in channel * 64..<(channel + 1) * 64 {
          var (up, down) = (maps, maps)
          up[place] += 0.01
          down[place] -= 0.01
          sum += (behind.output(for: up)[output] - behind.output(for: down)[output]) / 0.02
        }
        for place in 0..<64 { expected[place] += sum / 64 * maps[channel * 64 + place] }
      }
      let map = try #require(GradCAM(model)).heatMap(for: input, output: output)
      #expect(map.width == 8 && map.height == 8)
      let scale = expected.map(abs).max() ?? 0
      #expect(scale > 0)
      for (value, slow) in zip(map.values, expected) {
        #expect(abs(value - max(slow, 0)) < 0.02 * scale)
      }
    }
  }

  @Test func layersThatDifferInTrainingAreRemoved() throws {
    // A normalisation that no convolution can take up, and dropout where only a block sees it.
    let network = try Network(input: Shape(channels: 1, height: 12, width: 12)) {
      Conv2D(filters: 3, kernel: 3, activation: .relu)
      Residual(activation: .identity) {
        BatchNormalization()
        Dropout(rate: 0.5)
        Conv2D(filters: 3, kernel: 3)
      }
      AveragePool2D(size: 6)
      BatchNormalization()
      Dense(units: 2)
    }
    var model = Model(network, seed: 4)
    // Statistics as a training leaves them.
    for (index, value) in randomInput(model.parameters.count, seed: 5).enumerated() {
      model.parameters[index] = 0.3 + 0.2 * abs(value)
    }
    let input = randomInput(144, seed: 6)
    let complete = model.withoutTrainingPhase()
    #expect(!"\(complete.network)".contains("Dropout"))
    #expect(!"\(complete.network)".contains("BatchNormalization"))
    for (one, other) in zip(
      Predictor(model).output(for: input),
      Predictor(complete).output(for: input)
    ) {
      #expect(abs(one - other) < 1e-4 * max(1, abs(other)))
    }
    let attention = try #require(GradCAM(model))
    let first = attention.heatMap(for: input, output: 0)
    #expect(first.values.contains { $0 > 0 })
    #expect(attention.heatMap(for: input, output: 0) == first, "nothing is drawn at random")
  }

  @Test func networkWithoutMapsHasNoHeatMap() throws {
    let network = try Network(input: Shape(features: 4)) {
      Dense(units: 3, activation: .relu)
      Dense(units: 2)
    }
    #expect(GradCAM(Model(network, seed: 1)) == nil)
  }

  @Test func smallMapsAreUsedIfThereAreNoOthers() throws {
    let network = try Network(input: Shape(channels: 1, height: 8, width: 8)) {
      Conv2D(filters: 2, kernel: 3, activation: .relu)
      MaxPool2D(size: 2)
      Dense(units: 2)
    }
    let map = try #require(GradCAM(Model(network, seed: 1), leastSide: 20))
      .heatMap(for: randomInput(64, seed: 2), output: 0)
    #expect(map.width == 4 && map.height == 4 && map.values.allSatisfy { $0 >= 0 })
  }
}
