import Testing

@testable import NeuralNetworks

@Suite struct ModelForkTests {
  @Test func withoutTheSecondWayTheFirstAnswersAsBefore() throws {
    let network = try Network(input: Shape(channels: 1, height: 6, width: 6)) {
      Conv2D(filters: 2, kernel: 3, bias: false)
      BatchNormalization()
      Parallel {
        Conv2D(filters: 3, kernel: 3)
        BatchNormalization()
        Dense(units: 4)
      } second: {
        Conv2D(filters: 1, kernel: 1)
      }
    }
    let model = Model(network, seed: 2)
    let first = try #require(model.droppingAuxiliaryHead)
    #expect(first.network.output == Shape(features: 4) && first.droppingAuxiliaryHead == nil)
    let x = (0..<36).map { Float($0 % 7) / 3 }
    let whole = Predictor(model).output(for: x)
    #expect(Predictor(first).output(for: x) == Array(whole.prefix(4)))
    // Normalisations in both ways fold.
    let folded = Predictor(model.foldingNormalization()).output(for: x)
    #expect(folded.count == whole.count)
    #expect(zip(folded, whole).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func aModelBeginsWithTheParametersOfAnotherButForTheSecondWay() throws {
    func network(side: Int, filters: Int, isForked: Bool) throws -> Network {
      let dense: [any Layer] = [GlobalAveragePool2D(), Dense(units: 4)]
      return try Network(
        input: Shape(channels: 1, height: side, width: side),
        layers: [Conv2D(filters: filters, kernel: 3)]
          + (isForked ? [Parallel(first: dense, second: [Conv2D(filters: 1, kernel: 1)])] : dense)
      )
    }
    let model = Model(try network(side: 6, filters: 2, isForked: true), seed: 1)
    for isForked in [false, true] {
      let other = Model(try network(side: 8, filters: 2, isForked: isForked), seed: 2)
      let begun = try #require(model.beginning(with: other.droppingAuxiliaryHead ?? other))
      #expect(begun.network.input == model.network.input)
      let first = (other.droppingAuxiliaryHead ?? other).parameters
      #expect(begun.droppingAuxiliaryHead?.parameters == first)
      #expect(begun.parameters.last == model.parameters.last)
    }
    let wider = Model(try network(side: 6, filters: 3, isForked: false), seed: 2)
    #expect(model.beginning(with: wider) == nil)
  }
}
