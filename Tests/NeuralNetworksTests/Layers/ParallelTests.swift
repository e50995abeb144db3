import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@Suite struct ParallelTests {
  static let input = Shape(channels: 2, height: 5, width: 4)

  static var fork: Parallel {
    Parallel {
      Conv2D(filters: 3, kernel: 3, activation: .tanh)
      Dense(units: 5)
    } second: {
      Conv2D(filters: 2, kernel: 1)
    }
  }

  @Test func outputsOfBothBranchesAreConcatenated() throws {
    let examples = 3
    let whole = try LayerHarness(Self.fork, input: Self.input, examples: examples)
    #expect(whole.outputShape == Shape(features: 5 + 40))
    let ways = try Self.fork.branches.map {
      try LayerHarness($0.layers, input: Self.input, examples: examples)
    }
    var generator = KeyedGenerator(4)
    let x = generator.normals(examples * Self.input.count)
    let parameters = generator.normals(whole.parameterCount)
    let split = ways[0].parameterCount
    for training in [true, false] {
      let y = whole.forward(x, parameters: parameters, training: training)
      let first = ways[0].forward(x, parameters: Array(parameters[..<split]), training: training)
      let second = ways[1].forward(x, parameters: Array(parameters[split...]), training: training)
      for example in 0..<examples {
        let own = y[example * 45..<(example + 1) * 45]
        #expect(Array(own.prefix(5)) == Array(first[example * 5..<(example + 1) * 5]))
        #expect(Array(own.suffix(40)) == Array(second[example * 40..<(example + 1) * 40]))
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    #expect(try gradientError(Self.fork, input: Self.input, examples: 3) < 1e-2)
    // Behind another layer, so that the gradient of its input is wanted from both ways.
    let layers: [any Layer] = [Conv2D(filters: 2, kernel: 3, activation: .tanh), Self.fork]
    #expect(try gradientError(layers, input: Self.input) < 1e-2)
    let nested = Parallel {
      Self.fork
    } second: {
      Residual { Conv2D(filters: 2, kernel: 3, activation: .sigmoid) }
    }
    #expect(try gradientError(nested, input: Self.input) < 1e-2)
  }

  @Test func invalidBranchIsNamedInTheError() {
    func complaint(_ fork: Parallel) -> String {
      do {
        return "\(try Network(input: Self.input, layers: [fork]))"
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint(Parallel(first: [], second: [Flatten()])).contains("\"first\" has no layers"))
    let tooSmall = Parallel(first: [Flatten()], second: [MaxPool2D(size: 9)])
    #expect(complaint(tooSmall).contains("layers.0.second.0"))
  }
}
