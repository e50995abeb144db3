import RandomNumbers
import Testing

@testable import NeuralNetworks

@Suite struct InitializerTests {
  private func values(_ initializer: Initializer, count: Int, seed: Int = 1) -> [Float] {
    var values = [Float](repeating: .nan, count: count)
    var generator = KeyedGenerator(seed)
    values.withMutableTensorView { initializer.fill($0, using: &generator) }
    return values
  }

  private func variance(_ values: [Float]) -> Float {
    let mean = values.reduce(0, +) / Float(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(values.count)
  }

  @Test func constants() {
    #expect(values(.zeros, count: 5) == [0, 0, 0, 0, 0])
    #expect(values(.ones, count: 3) == [1, 1, 1])
  }

  @Test(arguments: [1, 18, 400]) func heHasTheVarianceThatKeepsRectifiedSums(fanIn: Int) {
    let drawn = values(.heNormal(fanIn: fanIn), count: 20_000)
    // The standard deviation of a variance over n normal numbers is √(2/n) of it: 1 %.
    #expect(abs(variance(drawn) * Float(fanIn) / 2 - 1) < 0.05)
    #expect(abs(drawn.reduce(0, +) / 20_000) < 0.05 * (2 / Float(fanIn)).squareRoot())
  }

  @Test func glorotIsUniformWithinItsBound() {
    let drawn = values(.glorotUniform(fanIn: 30, fanOut: 20), count: 20_000)
    let bound = (6 / Float(50)).squareRoot()
    #expect(drawn.allSatisfy { abs($0) <= bound })
    #expect((drawn.max() ?? 0) > 0.99 * bound)
    #expect(abs(variance(drawn) / (2 / Float(50)) - 1) < 0.05)
  }

  @Test func seedChangesTheValues() {
    let first = values(.heNormal(fanIn: 3), count: 10)
    #expect(first == values(.heNormal(fanIn: 3), count: 10))
    #expect(first != values(.heNormal(fanIn: 3), count: 10, seed: 2))
  }

  @Test func rectifiersUseHeInitialization() throws {
    func first(_ activation: ActivationFunction) throws -> Initializer {
      let network = try Network(input: Shape(channels: 3, height: 4, width: 4)) {
        Conv2D(filters: 5, kernel: 3, activation: activation)
      }
      return network.plan.parameters[0].initializer
    }
    #expect(try first(.relu) == .heNormal(fanIn: 27))
    #expect(try first(.tanh) == .glorotUniform(fanIn: 27, fanOut: 45))
  }
}
