import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

/// A layer that writes one random number for each scalar of an example, or −1 in inference.
private struct RandomOutput: Layer {
  var description: String { "RandomOutput()" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  func forward(_ pass: ForwardPass) {
    for example in 0..<pass.exampleCount {
      var generator = pass.generator(forExample: example)
      let output = pass.output(example)
      for i in 0..<output.count { output[i] = generator?.uniform(in: 0...1) ?? -1 }
    }
  }

  func backward(_ pass: BackwardPass) {
    for example in 0..<pass.exampleCount {
      guard let gradient = pass.inputGradient(example) else { continue }
      // The number of the example, its first input and its first output.
      gradient[0] = Float(example)
      gradient[1] = pass.input(example)[0]
      gradient[2] = pass.output(example)[0]
    }
  }
}

/// A layer whose two branches run on its input: the output is the first branch's, twice.
private struct Doubled: Layer {
  var body: [any Layer]
  init(_ body: [any Layer]) { self.body = body }

  var description: String { "Doubled()" }
  var branches: [(name: String, layers: [any Layer])] { [("body", body)] }
  func encode(to encoder: any Encoder) throws {}
  init(from decoder: any Decoder) throws { self.init([]) }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try body.outputShape(for: input, branch: "body")
  }

  func forward(_ pass: ForwardPass) {
    pass.run(branch: 0, into: pass.output)
    pass.output.scale(by: 2)
  }

  func backward(_ pass: BackwardPass) { pass.outputGradient.scale(by: 2) }
}

@Suite struct PassTests {
  private let shape = Shape(features: 3)

  @Test func randomNumbersAreKeyedByTheSeedAndTheLayer() throws {
    let one = try LayerHarness(RandomOutput(), input: shape, examples: 2)
    let input: [Float] = [1, 2, 3, 4, 5, 6]
    // The harness numbers its examples.
    func expected(layer: Int) -> [Float] {
      (0..<2).flatMap { seed in
        var generator = KeyedGenerator(seed, layer)
        return (0..<3).map { _ in generator.uniform(in: 0...1) }
      }
    }
    #expect(one.forward(input, parameters: []) == expected(layer: 0))
    let two = try LayerHarness([Activation(.tanh), RandomOutput()], input: shape, examples: 2)
    #expect(two.forward(input, parameters: []) == expected(layer: 1))
  }

  @Test func inferenceHasNoRandomNumbers() throws {
    let harness = try LayerHarness(RandomOutput(), input: shape, examples: 2)
    let output = harness.forward([1, 2, 3, 4, 5, 6], parameters: [], training: false)
    #expect(output == [Float](repeating: -1, count: 6))
  }

  @Test func backwardPassHasTheInputAndOutputOfEachExample() throws {
    let harness = try LayerHarness(RandomOutput(), input: shape, examples: 2)
    let input: [Float] = [1, 2, 3, 4, 5, 6]
    let output = harness.forward(input, parameters: [])
    let gradient = harness.gradients(input, parameters: [], outputGradient: [0, 0, 0, 0, 0, 0]).input
    #expect(gradient == [0, 1, output[0], 1, 4, output[3]])
  }

  @Test func branchesRunOnTheInputOfTheLayer() throws {
    let input: [Float] = [1, -2, 3, -4, 5, -6]
    let harness = try LayerHarness(Doubled([Activation(.relu)]), input: shape, examples: 2)
    #expect(harness.forward(input, parameters: [], training: false) == [2, 0, 6, 0, 10, 0])
    // A branch without layers copies its input.
    let empty = try LayerHarness(Doubled([]), input: shape, examples: 2)
    #expect(empty.forward(input, parameters: [], training: false) == input.map { 2 * $0 })
  }
}
