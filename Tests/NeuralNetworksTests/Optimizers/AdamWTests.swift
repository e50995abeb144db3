import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct AdamWTests {
  @Test func adamWShrinksWeightsOnlyApartFromTheGradient() {
    let result = moved(
      [4, 4, 4],
      by: AdamW(weightDecay: 0.5),
      along: [0, 0, 0],
      learningRate: 0.5,
      groups: AdamTests.groups,
      steps: 2
    )
    #expect(result == [2.25, 2.25, 4])
  }

  /// The algorithm of Loshchilov and Hutter in double precision.
  @Test func equalsTheSlowReference() {
    var generator = KeyedGenerator(1)
    let (start, gradient) = (generator.normals(3), generator.normals(3))
    let found = moved(
      start,
      by: AdamW(beta1: 0.8, beta2: 0.95, epsilon: 1e-3, weightDecay: 0.2),
      along: gradient,
      learningRate: 0.05,
      groups: AdamTests.groups,
      steps: 5
    )
    for index in 0..<3 {
      var (theta, m, v) = (Double(start[index]), 0.0, 0.0)
      let g = Double(gradient[index])
      var (power1, power2) = (1.0, 1.0)
      for _ in 0..<5 {
        if index < 2 { theta -= 0.05 * 0.2 * theta }
        (m, v) = (0.8 * m + 0.2 * g, 0.95 * v + 0.05 * g * g)
        (power1, power2) = (power1 * 0.8, power2 * 0.95)
        theta -= 0.05 * (m / (1 - power1)) / ((v / (1 - power2)).squareRoot() + 1e-3)
      }
      #expect(abs(Double(found[index]) - theta) < 1e-5)
    }
  }

  @Test func stateIsThatOfAdam() {
    var optimizer = AdamW()
    #expect(optimizer.state.moments.isEmpty && optimizer.state.steps == 0)
    optimizer.state = OptimizerState(steps: 3, moments: [[1], [2]])
    #expect(optimizer.state.steps == 3 && optimizer.state.moments == [[1], [2]])
  }
}
