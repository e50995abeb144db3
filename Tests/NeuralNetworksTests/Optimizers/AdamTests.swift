import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct AdamTests {
  static let groups = [
    ParameterGroup(range: 0..<2, decays: true), ParameterGroup(range: 2..<3, decays: false),
  ]

  @Test func firstStepEqualsTheLearningRate() {
    let result = moved(
      [1, 1, 1, 1],
      by: Adam(),
      along: [1e-3, -50, 7, 7],
      learningRate: 0.125,
      groups: Self.groups
    )
    // ε is a hundred thousandth of the smallest gradient; the last scalar is in no group.
    #expect(greatestDifference(result, [0.875, 1.125, 0.875, 1]) < 1e-5)
    #expect(result[3] == 1)
  }

  @Test func adamAddsDecayToTheGradientOfWeightsOnly() {
    let result = moved(
      [4, -4, 4],
      by: Adam(weightDecay: 0.5),
      along: [0, 0, 0],
      learningRate: 0.5,
      groups: Self.groups
    )
    // The decay is all the gradient there is, and Adam makes a full step of it.
    #expect(greatestDifference(result, [3.5, -3.5, 4]) < 1e-5)
    #expect(result[2] == 4)
  }

  @Test func findsTheMinimumOfAnEllipticParabola() {
    var optimizer = Adam()
    var x: [Float] = [3, -2]
    for _ in 0..<2000 {
      let gradient = [100 * (x[0] - 1), 0.01 * (x[1] - 1)]
      gradient.withTensorView { gradient in
        x.withMutableTensorView {
          optimizer.update(
            $0,
            along: gradient,
            learningRate: 0.01,
            groups: [ParameterGroup(range: 0..<2, decays: true)]
          )
        }
      }
    }
    #expect(greatestDifference(x, [1, 1]) < 1e-2)
  }
}
