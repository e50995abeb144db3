import Foundation
import NeuralNetworks
import Testing

@Suite struct ModelTests {
  static func network() throws -> Network {
    try Network(input: Shape(channels: 1, height: 6, width: 6)) {
      Conv2D(filters: 3, kernel: 3, activation: .relu)
      BatchNormalization()
      Dense(units: 2)
    }
  }

  @Test func seedDeterminesTheInitialValues() throws {
    let network = try Self.network()
    let model = Model(network, seed: 4)
    #expect(model.parameters == Model(network, seed: 4).parameters)
    #expect(model.parameters != Model(network, seed: 5).parameters)
    #expect(model.parameters.count == network.parameterCount)
    // Convolution weights, biases, γ, β, μ, σ², dense weights, biases.
    #expect(model.parameters[..<27].allSatisfy { $0 != 0 })
    #expect(model.parameters[27..<42] == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    #expect(model.parameters[42..<258].allSatisfy { $0 != 0 })
    #expect(model.parameters[258...] == [0, 0])
  }

  @Test func initialValuesDoNotDependOnLaterLayers() throws {
    let network = try Self.network()
    let longer = try Network(input: network.input, layers: network.layers + [Dense(units: 9)])
    let (short, long) = (Model(network, seed: 4), Model(longer, seed: 4))
    #expect(long.parameters.starts(with: short.parameters))
  }

  @Test(arguments: [0, 1]) func partsOfACutModelComposeToTheWhole(index: Int) throws {
    let model = Model(try Self.network(), seed: 4)
    let (body, tail) = model.split(after: index)
    #expect(body.network.layers.count == index + 1 && tail.network.layers.count == 2 - index)
    #expect(body.parameters + tail.parameters == model.parameters)
    let x = (0..<36).map { Float($0 % 7) / 3 }
    let output = Predictor(tail).output(for: Predictor(body).output(for: x))
    for (value, expected) in zip(output, Predictor(model).output(for: x)) {
      #expect(abs(value - expected) < 1e-6)
    }
  }

  @Test func firstBranchIsUnchangedWithoutTheAuxiliaryHead() throws {
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
    // Normalisations in both branches fold.
    let folded = Predictor(model.foldingNormalization()).output(for: x)
    #expect(folded.count == whole.count)
    #expect(zip(folded, whole).allSatisfy { abs($0 - $1) < 1e-4 })
  }

  @Test func parametersOfAnotherModelAreTakenExceptForTheAuxiliaryHead() throws {
    func network(side: Int, filters: Int, isParallel: Bool) throws -> Network {
      let dense: [any Layer] = [GlobalAveragePool2D(), Dense(units: 4)]
      return try Network(
        input: Shape(channels: 1, height: side, width: side),
        layers: [Conv2D(filters: filters, kernel: 3)]
          + (isParallel ? [Parallel(first: dense, second: [Conv2D(filters: 1, kernel: 1)])] : dense)
      )
    }
    let model = Model(try network(side: 6, filters: 2, isParallel: true), seed: 1)
    for isParallel in [false, true] {
      let other = Model(try network(side: 8, filters: 2, isParallel: isParallel), seed: 2)
      let begun = try #require(model.beginning(with: other.droppingAuxiliaryHead ?? other))
      #expect(begun.network.input == model.network.input)
      let first = (other.droppingAuxiliaryHead ?? other).parameters
      #expect(begun.droppingAuxiliaryHead?.parameters == first)
      #expect(begun.parameters.last == model.parameters.last)
    }
    let wider = Model(try network(side: 6, filters: 3, isParallel: false), seed: 2)
    #expect(model.beginning(with: wider) == nil)
  }

  private static func model(side: Int, filters: Int, classes: Int, seed: Int) throws -> Model {
    let network = try Network(
      input: Shape(channels: 1, height: side, width: side),
      layers: [Conv2D(filters: filters, kernel: 3), GlobalAveragePool2D(), Dense(units: classes)]
    )
    return Model(network, seed: seed)
  }

  @Test func parametersOfAnotherModelAreTakenExceptForTheLastLayer() throws {
    let model = try Self.model(side: 6, filters: 2, classes: 5, seed: 1)
    let other = try Self.model(side: 8, filters: 2, classes: 3, seed: 2)
    let begun = try #require(model.beginning(withBodyOf: other))
    let body = model.network.plan.steps[0].parameterRange
    #expect(begun.parameters[body] == other.parameters[body])
    #expect(begun.parameters[body.upperBound...] == model.parameters[body.upperBound...])
    #expect(try model.beginning(withBodyOf: Self.model(side: 6, filters: 3, classes: 5, seed: 2)) == nil)
  }
}
