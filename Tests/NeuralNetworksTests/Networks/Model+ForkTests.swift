import Testing

@testable import NeuralNetworks

@Suite struct ModelForkTests {
  @Test func withoutTheSecondWayTheFirstAnswersAsBefore() throws {
    let network = try Network(input: Shape(channels: 1, height: 6, width: 6)) {
      Conv2D(filters: 2, kernel: 3, bias: false)
      BatchNormalization()
      Fork {
        Conv2D(filters: 3, kernel: 3)
        BatchNormalization()
        Dense(units: 4)
      } second: {
        Conv2D(filters: 1, kernel: 1)
      }
    }
    let model = Model(network, seed: 2)
    let first = try #require(model.withoutSecondWay)
    #expect(first.network.output == Shape(features: 4) && first.withoutSecondWay == nil)
    let x = (0..<36).map { Float($0 % 7) / 3 }
    let whole = Predictor(model).output(for: x)
    #expect(Predictor(first).output(for: x) == Array(whole.prefix(4)))
    // Normalisations in both ways fold.
    let folded = Predictor(model.foldingNormalization()).output(for: x)
    #expect(folded.count == whole.count)
    #expect(zip(folded, whole).allSatisfy { abs($0 - $1) < 1e-4 })
  }
}
