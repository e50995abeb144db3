import Testing

@testable import NeuralNetworks

/// Takes steps with the same gradient each time.
func moved(
  _ parameters: [Float],
  by optimizer: some Optimizer,
  along gradient: [Float],
  learningRate: Float,
  groups: [ParameterGroup],
  steps: Int = 1
) -> [Float] {
  var optimizer = optimizer
  var result = parameters
  for _ in 0..<steps {
    gradient.withTensorView { gradient in
      result.withMutableTensorView {
        optimizer.update($0, along: gradient, learningRate: learningRate, groups: groups)
      }
    }
  }
  return result
}

@Suite struct SGDTests {
  static let all = [ParameterGroup(range: 0..<2, decays: true)]

  @Test func stepsAgainstTheGradient() {
    let result = moved([1, 2], by: SGD(), along: [4, -8], learningRate: 0.25, groups: Self.all)
    #expect(result == [0, 4])
  }

  @Test func momentumAddsUp() {
    // v is 1, then 1.5, then 1.75.
    let three = moved(
      [0, 0],
      by: SGD(momentum: 0.5),
      along: [1, -1],
      learningRate: 1,
      groups: Self.all,
      steps: 3
    )
    #expect(three == [-4.25, 4.25])
    // g + μ v is 1.5, then 1.75.
    let two = moved(
      [0, 0],
      by: SGD(momentum: 0.5, nesterov: true),
      along: [1, -1],
      learningRate: 1,
      groups: Self.all,
      steps: 2
    )
    #expect(two == [-3.25, 3.25])
  }

  @Test func onlyWeightsDecayAndOnlyGroupsMove() {
    let groups = [
      ParameterGroup(range: 0..<1, decays: true), ParameterGroup(range: 1..<2, decays: false),
    ]
    let result = moved(
      [8, 8, 8],
      by: SGD(weightDecay: 0.5),
      along: [0, 0, 100],
      learningRate: 0.5,
      groups: groups
    )
    #expect(result == [6, 8, 8])
  }
}
