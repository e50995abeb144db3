import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct ExecutionPlanTests {
  static let input = Shape(channels: 2, height: 7, width: 6)

  /// Every kind of layer that is smooth, residual blocks with both kinds of shortcut.
  @LayerBuilder static var smooth: [any Layer] {
    Conv2D(filters: 3, kernel: 3, activation: .silu)
    BatchNormalization()
    Residual(activation: .silu) {
      Conv2D(filters: 3, kernel: 3, bias: false, activation: .tanh)
      GroupNormalization(groups: 3)
    }
    AveragePool2D(size: 2, padding: .same)
    Residual(activation: .softplus) {
      Conv2D(filters: 4, kernel: 3, stride: 2, activation: .silu)
      Dropout(rate: 0.3)
    } shortcut: {
      Conv2D(filters: 4, kernel: 1, stride: 2)
    }
    Activation(.tanh)
    Flatten()
    Dense(units: 5, activation: .silu)
    Dense(units: 3)
  }

  @Test func gradientOfANetworkEqualsFiniteDifferences() throws {
    #expect(try gradientError(Self.smooth, input: Self.input, examples: 3) < 0.02)
    let pooled: [any Layer] = [
      MaxPool2D(size: 2), GlobalAveragePool2D(), Dense(units: 2, activation: .tanh),
    ]
    #expect(try gradientError(pooled, input: Self.input, distinctInputs: true) < 0.01)
  }

  /// Output, input gradient and parameter gradient of a training pass in memory that is filled with `dirt`.
  private func pass(
    _ plan: ExecutionPlan,
    examples: Int,
    dirt: Float
  )
    -> (output: [Float], inference: [Float], dx: [Float], gradient: [Float])
  {
    var generator = KeyedGenerator(4)
    let x = generator.normals(examples * plan.input.count)
    let parameters = generator.normals(plan.parameterCount).map(abs)
    func dirty(_ count: Int) -> [Float] { [Float](repeating: dirt, count: count) }
    var packed = dirty(plan.memory.packed)
    parameters.withTensorView { parameters in
      packed.withMutableTensorView { packed in
        for prepacking in plan.prepackings { prepacking.run(parameters, into: packed, forBackward: true) }
      }
    }
    var inference = dirty(examples * plan.output.count)
    var output = inference
    var dy = generator.normals(output.count)
    var saved = dirty(plan.savedCount(examples: examples))
    var scratch = dirty(plan.memory.scratchCount(examples: examples))
    var dx = dirty(x.count)
    // Backward adds to this one, which is therefore the caller's to clean.
    var gradient = [Float](repeating: 0, count: plan.parameterCount)
    func forward(_ output: inout [Float], _ phase: Phase) {
      x.withTensorView { x in
        parameters.withTensorView { parameters in
          packed.withTensorView { packed in
            output.withMutableTensorView { output in
              saved.withMutableTensorView { saved in
                scratch.withMutableTensorView { scratch in
                  plan.forward(
                    x,
                    into: output,
                    examples: examples,
                    phase: phase,
                    parameters: parameters,
                    packed: packed,
                    saved: saved,
                    scratch: scratch
                  )
                }
              }
            }
          }
        }
      }
    }
    forward(&inference, .inference)
    saved = dirty(saved.count)
    scratch = dirty(scratch.count)
    forward(&output, .training(seeds: Array(0..<examples)))
    scratch = dirty(scratch.count)
    x.withTensorView { x in
      parameters.withTensorView { parameters in
        output.withTensorView { output in
          saved.withMutableTensorView { saved in
            scratch.withMutableTensorView { scratch in
              dy.withMutableTensorView { dy in
                dx.withMutableTensorView { dx in
                  gradient.withMutableTensorView { gradient in
                    packed.withTensorView { packed in
                      plan.backward(
                        input: x,
                        output: output,
                        examples: examples,
                        parameters: parameters,
                        packed: packed,
                        saved: saved,
                        outputGradient: dy,
                        inputGradient: dx,
                        parameterGradient: gradient,
                        scratch: scratch
                      )
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return (output, inference, dx, gradient)
  }

  @Test(arguments: [1, 3]) func resultsDoNotDependOnFormerMemory(examples: Int) throws {
    let kinked: [any Layer] = [
      MaxPool2D(size: 2, padding: .same), AveragePool2D(size: 2),
      Residual(activation: .relu) { Conv2D(filters: 2, kernel: 3, activation: .relu) },
      GlobalAveragePool2D(), Dense(units: 4, activation: .silu), Residual { Dense(units: 4) },
    ]
    let fast: [any Layer] = [
      Conv2D(filters: 3, kernel: 3, activation: .relu), MaxPool2D(size: 2),
      Conv2D(filters: 5, kernel: 3), Activation(.silu), MaxPool2D(size: 2),
      Conv2D(filters: 2, kernel: 3, padding: .valid),
    ]
    for (layers, input) in [
      (Self.smooth, Self.input), (kinked, Self.input),
      (fast, Shape(channels: 1, height: 27, width: 45)),
    ] {
      let plan = try ExecutionPlan(input: input, layers: layers)
      let clean = pass(plan, examples: examples, dirt: 0)
      let dirty = pass(plan, examples: examples, dirt: .nan)
      #expect(clean.output == dirty.output)
      #expect(clean.inference == dirty.inference)
      #expect(clean.dx == dirty.dx)
      #expect(clean.gradient == dirty.gradient)
      #expect(clean.gradient.contains { $0 != 0 })
    }
  }

  @Test func aWorkspaceGivesTheSameBitsAgain() throws {
    let harness = try LayerHarness(Self.smooth, input: Self.input, examples: 4)
    var generator = KeyedGenerator(4)
    let parameters = generator.normals(harness.parameterCount)
    let first = generator.normals(4 * Self.input.count)
    let other = generator.normals(4 * Self.input.count)
    let dy = generator.normals(4 * 3)
    let before = harness.gradients(first, parameters: parameters, outputGradient: dy)
    _ = harness.gradients(other, parameters: parameters, outputGradient: dy)
    let after = harness.gradients(first, parameters: parameters, outputGradient: dy)
    #expect(before.input == after.input)
    #expect(before.parameters == after.parameters)
  }

  @Test func idsDifferThroughoutTheNetwork() throws {
    let plan = try Network(input: Shape(channels: 2, height: 4, width: 4)) {
      Residual {
        Dropout(rate: 0.1)
        Residual { Dropout(rate: 0.1) }
      } shortcut: {
        Dropout(rate: 0.1)
      }
      Dropout(rate: 0.1)
    }.plan
    func ids(_ plan: ExecutionPlan) -> [Int] {
      plan.steps.flatMap { [$0.id] + $0.branches.flatMap(ids) }
    }
    #expect(ids(plan).sorted() == Array(0..<6))
  }
}
