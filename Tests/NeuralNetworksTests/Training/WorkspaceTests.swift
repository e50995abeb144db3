import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct WorkspaceTests {
  private let model: Model

  init() throws {
    let network = try Network(input: Shape(channels: 1, height: 6, width: 5)) {
      Conv2D(filters: 3, kernel: 3, activation: .tanh)
      MaxPool2D(size: 2)
      Dense(units: 4)
    }
    model = Model(network, seed: 2)
  }

  @Test func fewerExamplesThanTheCapacityGiveTheSameOutputs() {
    let plan = model.network.plan
    var generator = KeyedGenerator(1)
    let inputs = (0..<4).map { _ in generator.normals(plan.input.count) }
    let expected = Predictor(model).outputs(for: inputs)
    let packed = PackedParameters(plan: plan)
    let workspace = Workspace(plan: plan, capacity: 4)
    #expect(workspace.capacity == 4)
    model.parameters.withTensorView { parameters in
      packed.update(parameters)
      for examples in [4, 1, 3] {
        for example in 0..<4 {
          workspace.input(example).copy(inputs[example])
          workspace.output(example).fill(-7)
        }
        workspace.forward(examples: examples, phase: .inference, parameters: parameters, packed: packed.view)
        for example in 0..<4 {
          let output = workspace.output(example).readOnly.array
          if example < examples {
            #expect(greatestDifference(output, expected[example]) < 1e-5)
          } else {
            // Memory beyond the examples is not touched.
            #expect(output == [-7, -7, -7, -7])
          }
        }
      }
    }
  }

  @Test func gradientsOfPassesAddUp() {
    let plan = model.network.plan
    var generator = KeyedGenerator(2)
    let (input, slope) = (generator.normals(plan.input.count), generator.normals(plan.output.count))
    let packed = PackedParameters(plan: plan)
    let workspace = Workspace(plan: plan, capacity: 2)
    var gradients: [[Float]] = []
    for passes in 1...2 {
      var gradient = [Float](repeating: 0, count: plan.parameterCount)
      model.parameters.withTensorView { parameters in
        packed.update(parameters)
        gradient.withMutableTensorView { gradient in
          for _ in 0..<passes {
            workspace.input(0).copy(input)
            workspace.forward(examples: 1, phase: .training(seeds: [0]), parameters: parameters, packed: packed.view)
            workspace.outputGradient(0).copy(slope)
            workspace.backward(examples: 1, parameters: parameters, packed: packed.view, gradient: gradient)
          }
        }
      }
      gradients.append(gradient)
    }
    #expect(gradients[0].contains { abs($0) > 0.01 })
    #expect(greatestDifference(gradients[1], gradients[0].map { 2 * $0 }) < 1e-4)
  }

  @Test func eachExampleTakesItsInputItsOutputAndTheGradientOfThat() throws {
    // A layer that needs no memory of its own.
    let plan = try Network(input: Shape(channels: 2, height: 3, width: 5)) { Flatten() }.plan
    let sizes = (1...4).map { Workspace.count(plan: plan, capacity: $0) }
    for (smaller, larger) in zip(sizes, sizes.dropFirst()) { #expect(larger - smaller == 3 * 30) }
    #expect(Workspace.count(plan: model.network.plan, capacity: 1) > 30 + 2 * 4)
  }
}
