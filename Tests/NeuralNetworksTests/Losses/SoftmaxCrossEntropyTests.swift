import Foundation
import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct SoftmaxCrossEntropyTests {
  static let losses = [
    SoftmaxCrossEntropy(), SoftmaxCrossEntropy(labelSmoothing: 0.2),
    SoftmaxCrossEntropy(classWeights: [0.5, 2, 1, 0.1, 3]),
    SoftmaxCrossEntropy(labelSmoothing: 0.1, classWeights: [0, 2, 1, 0.1, 3]),
  ]

  private func evaluate(
    _ loss: SoftmaxCrossEntropy,
    _ logits: [Float],
    _ label: Int
  )
    -> (loss: Float, gradient: [Float])
  {
    var gradient = [Float](repeating: .nan, count: logits.count)
    let value = logits.withTensorView { logits in
      gradient.withMutableTensorView { loss.evaluate(logits, .label(label), gradient: $0) }
    }
    return (value, gradient)
  }

  /// By the formula, in double precision, of logits whose exponentials do not overflow.
  private func slow(_ loss: SoftmaxCrossEntropy, _ logits: [Double], _ label: Int) -> Double {
    let sum = logits.reduce(0) { $0 + exp($1) }
    let smoothing = Double(loss.labelSmoothing)
    return logits.indices.reduce(0) { total, c in
      let q = (c == label ? 1 - smoothing : 0) + smoothing / Double(logits.count)
      return total - Double(loss.classWeights?[c] ?? 1) * q * log(exp(logits[c]) / sum)
    }
  }

  @Test(arguments: losses) func equalsItsFormulaAndFiniteDifferences(loss: SoftmaxCrossEntropy) {
    var generator = KeyedGenerator(1)
    for label in 0..<5 {
      let logits = generator.normals(5).map { 3 * $0 }
      let wide = logits.map(Double.init)
      let (value, gradient) = evaluate(loss, logits, label)
      #expect(abs(Double(value) - slow(loss, wide, label)) < 1e-5)
      for c in 0..<5 {
        let step = 1e-4
        var (upper, lower) = (wide, wide)
        upper[c] += step
        lower[c] -= step
        let quotient = (slow(loss, upper, label) - slow(loss, lower, label)) / (2 * step)
        #expect(abs(Double(gradient[c]) - quotient) < 1e-5)
      }
    }
  }

  @Test(arguments: losses) func isStableForHugeLogits(loss: SoftmaxCrossEntropy) {
    for logits: [Float] in [
      [1e4, -1e4, 0, 5, 1e4], [-1e4, -1e4, -1e4, -1e4, -1e4], [0, 0, 0, 0, 1e4],
    ] {
      for label in 0..<5 {
        let (value, gradient) = evaluate(loss, logits, label)
        #expect(value.isFinite && value >= 0)
        #expect(gradient.allSatisfy { $0.isFinite && abs($0) <= 8 })
      }
    }
    #expect(evaluate(SoftmaxCrossEntropy(), [1e4, -1e4], 1).loss == 2e4)
    #expect(evaluate(SoftmaxCrossEntropy(), [1e4, -1e4], 0).loss == 0)
  }

  @Test func lossOfNaNIsNaN() {
    #expect(evaluate(SoftmaxCrossEntropy(), [0, .nan, 1], 0).loss.isNaN)
    #expect(!evaluate(SoftmaxCrossEntropy(), [.infinity, 0, 1], 1).loss.isFinite)
  }

  @Test func smoothedLossIsLowestBelowCertainty() {
    // The loss is least where the probabilities are (1 − ε) q + ε / K.
    let loss = SoftmaxCrossEntropy(labelSmoothing: 0.3)
    let best = [log(Float(0.8)), log(Float(0.1)), log(Float(0.1))]
    #expect(evaluate(loss, best, 0).gradient.allSatisfy { abs($0) < 1e-6 })
  }

  @Test func exampleHasTheWeightOfItsClass() {
    let loss = SoftmaxCrossEntropy(classWeights: [0.5, 2])
    #expect(loss.weight(of: .label(0)) == 0.5)
    #expect(loss.weight(of: .label(1)) == 2)
    let plain = evaluate(SoftmaxCrossEntropy(), [1, 3], 1)
    let weighed = evaluate(loss, [1, 3], 1)
    #expect(weighed.loss == 2 * plain.loss)
    #expect(greatestDifference(weighed.gradient, plain.gradient.map { 2 * $0 }) < 1e-6)
  }

  @Test func probabilitiesSumToOne() {
    for logits: [Float] in [[1, 2, 3], [1e4, 0], [-1e4, -1e4, -1e4, -1e4], [7]] {
      let probabilities = Softmax.probabilities(logits)
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-6)
      #expect(probabilities.allSatisfy { $0 >= 0 })
    }
    let exponentials = [1.0, 2, 3].map { exp($0) }
    let expected = exponentials.map { Float($0 / exponentials.reduce(0, +)) }
    #expect(greatestDifference(Softmax.probabilities([1, 2, 3]), expected) < 1e-6)
  }
}
