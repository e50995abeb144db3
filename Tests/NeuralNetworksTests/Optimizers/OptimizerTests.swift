import Testing

@testable import NeuralNetworks

@Suite struct OptimizerTests {
  @Test func biasesAndNormalisationsDoNotDecayAndStatisticsDoNotLearn() throws {
    let network = try Network(input: Shape(channels: 1, height: 4, width: 4)) {
      Conv2D(filters: 2, kernel: 3)
      BatchNormalization(momentum: 0.25)
      Residual {
        GroupNormalization(groups: 2)
        Conv2D(filters: 2, kernel: 1, bias: false)
      }
      Dense(units: 3)
    }
    let expected: [(Range<Int>, Bool)] = [
      (0..<18, true), (18..<20, false),  // convolution
      (20..<22, false), (22..<24, false),  // γ and β; the statistics fill 24..<28
      (28..<30, false), (30..<32, false), (32..<36, true),  // in the residual
      (36..<132, true), (132..<135, false),  // dense
    ]
    #expect(
      network.plan.learningGroups == expected.map { ParameterGroup(range: $0.0, decays: $0.1) }
    )
    #expect(network.plan.statistics.map(\.range) == [24..<26, 26..<28])
    #expect(network.plan.statistics.map(\.momentum) == [0.25, 0.25])
    #expect(network.parameterCount == 135)
  }
}
