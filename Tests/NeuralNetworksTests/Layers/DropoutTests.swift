import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@testable import class NeuralNetworks.Workspace

@Suite struct DropoutTests {
  @Test(arguments: [Float(0.1), 0.5, 0.75])
  func dropsTheShareItIsAskedAndScalesTheRest(rate: Float) throws {
    let harness = try LayerHarness(
      Dropout(rate: rate),
      input: Shape(features: 20_000),
      examples: 1
    )
    let y = harness.forward([Float](repeating: 2, count: 20_000), parameters: [])
    let dropped = Float(y.count { $0 == 0 }) / 20_000
    // Five standard deviations of the binomial distribution.
    #expect(abs(dropped - rate) < 5 * (rate * (1 - rate) / 20_000).squareRoot())
    #expect(y.allSatisfy { $0 == 0 || $0 == 2 * (1 / (1 - rate)) })
  }

  @Test func masksDifferBetweenExamplesAndLayersButNotBetweenRuns() throws {
    let input = Shape(features: 64)
    let ones = [Float](repeating: 1, count: 128)
    let harness = try LayerHarness(Dropout(rate: 0.5), input: input, examples: 2)
    let y = harness.forward(ones, parameters: [])
    #expect(Array(y[..<64]) != Array(y[64...]))
    #expect(harness.forward(ones, parameters: []) == y)
    // With the same mask the second layer would drop nothing more.
    let twice = try LayerHarness(
      [Dropout(rate: 0.5), Dropout(rate: 0.5)],
      input: input,
      examples: 2
    )
    #expect(twice.forward(ones, parameters: []).count { $0 != 0 } < y.count { $0 != 0 })
  }

  @Test func maskDoesNotDependOnThePositionInABatch() throws {
    let plan = try Network(input: Shape(features: 50)) { Dropout(rate: 0.5) }.plan
    let workspace = Workspace(plan: plan, capacity: 2)
    for example in 0..<2 { workspace.input(example).fill(1) }
    func outputs(seeds: [Int]) -> [[Float]] {
      [].withTensorView {
        workspace.forward(
          examples: 2,
          phase: .training(seeds: seeds),
          parameters: $0,
          packed: .empty
        )
      }
      return [0, 1].map { workspace.output($0).readOnly.array }
    }
    #expect(outputs(seeds: [7, 8]) == outputs(seeds: [8, 7]).reversed())
  }

  @Test func doesNothingInInference() throws {
    let harness = try LayerHarness(Dropout(rate: 0.9), input: Shape(features: 30), examples: 2)
    var generator = KeyedGenerator(1)
    let x = generator.normals(60)
    #expect(harness.forward(x, parameters: [], training: false) == x)
  }

  @Test func backwardHasTheMaskOfForward() throws {
    let harness = try LayerHarness(Dropout(rate: 0.4), input: Shape(features: 100), examples: 2)
    let ones = [Float](repeating: 1, count: 200)
    let mask = harness.forward(ones, parameters: [])
    var generator = KeyedGenerator(1)
    let dy = generator.normals(200)
    let dx = harness.gradients(ones, parameters: [], outputGradient: dy).input
    #expect(dx == zip(mask, dy).map { $0 * $1 })
    #expect(try gradientError(Dropout(rate: 0.4), input: Shape(features: 20)) < 0.01)
  }

  @Test func aRateOfZeroDropsNothing() throws {
    let harness = try LayerHarness(Dropout(rate: 0), input: Shape(features: 30), examples: 1)
    var generator = KeyedGenerator(1)
    let x = generator.normals(30)
    #expect(harness.forward(x, parameters: []) == x)
  }

  @Test(arguments: [Float(1), -0.1, 2, .nan, .infinity]) func refusesOtherRates(rate: Float) {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Shape(features: 3)) { Dropout(rate: rate) }
    }
    #expect(
      error?.description
        == "layers.0, Dropout(rate: \(rate)): the rate must lie in [0, 1), not \(rate)"
    )
  }
}
