import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

@testable import class NeuralNetworks.Workspace

@Suite struct ResidualTests {
  static let input = Shape(channels: 2, height: 5, width: 4)

  static func identity(_ activation: ActivationFunction = .identity) -> Residual {
    Residual(activation: activation) {
      Conv2D(filters: 3, kernel: 3, activation: .tanh)
      Conv2D(filters: 2, kernel: 3)
    }
  }

  static func projected(_ activation: ActivationFunction = .identity) -> Residual {
    Residual(activation: activation) {
      Conv2D(filters: 3, kernel: 3, stride: 2, activation: .silu)
      Conv2D(filters: 4, kernel: 3, activation: .sigmoid)
    } shortcut: {
      Conv2D(filters: 4, kernel: 1, stride: 2)
    }
  }

  static func nested(_ activation: ActivationFunction = .identity) -> Residual {
    Residual(activation: activation) {
      projected(.softplus)
      identity4
    } shortcut: {
      AveragePool2D(size: 2, padding: .same)
      Residual(activation: .tanh) {
        Conv2D(filters: 4, kernel: 1)
      } shortcut: {
        Conv2D(filters: 4, kernel: 1, bias: false)
      }
    }
  }

  private static var identity4: Residual {
    Residual(activation: .silu) { Conv2D(filters: 4, kernel: 3) }
  }

  static var all: [(ActivationFunction) -> Residual] { [identity, projected, nested] }

  @Test func equalsTheSumOfItsBranches() throws {
    for make in Self.all {
      for activation in ActivationFunction.allCases {
        let layer = make(activation)
        let harness = try LayerHarness(layer, input: Self.input, examples: 2)
        let body = try LayerHarness(layer.body, input: Self.input, examples: 2)
        var generator = KeyedGenerator(3)
        let x = generator.normals(2 * Self.input.count)
        let parameters = generator.normals(harness.parameterCount)
        for training in [true, false] {
          let through = body.forward(
            x,
            parameters: Array(parameters[..<body.parameterCount]),
            training: training
          )
          var around = x
          if !layer.shortcut.isEmpty {
            around = try LayerHarness(layer.shortcut, input: Self.input, examples: 2).forward(
              x,
              parameters: Array(parameters[body.parameterCount...]),
              training: training
            )
          }
          let expected = zip(through, around).map { SlowReference.activation(activation, $0 + $1) }
          let y = harness.forward(x, parameters: parameters, training: training)
          let scale = max(1, expected.map(abs).max() ?? 0)
          #expect(greatestDifference(y, expected) < 1e-6 * scale, "\(layer)")
        }
      }
    }
  }

  @Test func gradientEqualsFiniteDifferences() throws {
    for activation in [ActivationFunction.identity, .sigmoid, .tanh, .softplus, .silu] {
      for layer in [Self.identity(activation), Self.projected(activation)] {
        #expect(try gradientError(layer, input: Self.input) < 0.01, "\(layer)")
      }
    }
    #expect(try gradientError(Self.nested(.silu), input: Self.input) < 0.01)
  }

  @Test(arguments: [ActivationFunction.relu, .leakyReLU])
  func gradientHoldsAwayFromTheKink(activation: ActivationFunction) throws {
    // The sum is twice the input, which keeps away from the kink.
    let layer = Residual(activation: activation) { Activation(.identity) }
    #expect(try gradientError(layer, input: Self.input, distinctInputs: true) < 0.01)
  }

  @Test func parameterGradientDoesNotDependOnTheInputGradient() throws {
    for make in Self.all {
      let network = try Network(input: Self.input) { make(.silu) }
      let workspace = Workspace(plan: network.plan, capacity: 2)
      let packed = PackedParameters(plan: network.plan)
      var generator = KeyedGenerator(3)
      let parameters = generator.normals(network.parameterCount)
      let x = generator.normals(Self.input.count)
      let dy = generator.normals(network.output.count)
      func gradient(withInput: Bool) -> [Float] {
        for example in 0..<2 {
          workspace.input(example).copy(x)
          workspace.outputGradient(example).copy(dy)
        }
        var result = [Float](repeating: 0, count: parameters.count)
        var inputGradient = [Float](repeating: 0, count: 2 * x.count)
        parameters.withTensorView { parameters in
          packed.update(parameters)
          workspace.forward(
            examples: 2,
            phase: .training(seeds: [0, 1]),
            parameters: parameters,
            packed: packed.view
          )
          result.withMutableTensorView { result in
            inputGradient.withMutableTensorView {
              workspace.backward(
                examples: 2,
                parameters: parameters,
                packed: packed.view,
                gradient: result,
                inputGradient: withInput ? $0 : nil
              )
            }
          }
        }
        return result
      }
      #expect(gradient(withInput: false) == gradient(withInput: true))
    }
  }

  @Test func namesParametersByTheirBranch() throws {
    let network = try Network(input: Self.input) {
      MaxPool2D(size: 1)
      Self.projected()
    }
    #expect(
      network.plan.parameters.map(\.name) == [
        "layers.1.body.0.weight", "layers.1.body.0.bias", "layers.1.body.1.weight",
        "layers.1.body.1.bias", "layers.1.shortcut.0.weight", "layers.1.shortcut.0.bias",
      ]
    )
  }

  @Test func refusesBranchesOfDifferentShapes() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Self.input) { Residual { Conv2D(filters: 3, kernel: 3, stride: 2) } }
    }
    #expect(error?.path == "layers.0")
    #expect(error?.layer == "Residual { Conv2D(filters: 3, kernel: 3, stride: 2) }")
    #expect(
      error?.reason.hasPrefix(
        "the body gives 3×3×2 but the shortcut 2×5×4, for an input of 2×5×4; add a 1×1 Conv2D"
      ) == true
    )
    let empty = #expect(throws: ShapeError.self) {
      try Network(input: Self.input) { Residual {} }
    }
    #expect(empty?.description == "layers.0, Residual {  }: the body has no layers")
  }

  @Test func errorNamesTheInnerLayer() {
    let error = #expect(throws: ShapeError.self) {
      try Network(input: Self.input) {
        Flatten()
        Residual {
          Activation(.relu)
          Residual {
            Activation(.relu)
          } shortcut: {
            Activation(.relu)
            Dropout(rate: 2)
          }
        }
      }
    }
    #expect(error?.path == "layers.1.body.1.shortcut.1")
    #expect(error?.layer == "Dropout(rate: 2.0)")
  }
}
