import Foundation
import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct MultiTaskLossTests {
  private static let loss = MultiTaskLoss(
    classes: 3,
    classification: SoftmaxCrossEntropy(labelSmoothing: 0.1, classWeights: [1, 2, 0.5]),
    mapWeight: 0.7
  )
  private static let map: [Float] = [0, 1, 0.3, 0.8]

  private func evaluate(
    _ output: [Float],
    _ target: Target
  ) -> (loss: Float, gradient: [Float]) {
    var gradient = [Float](repeating: .nan, count: output.count)
    let value = output.withTensorView { output in
      gradient.withMutableTensorView { Self.loss.evaluate(output, target, gradient: $0) }
    }
    return (value, gradient)
  }

  /// By the formulas, in double precision.
  private func slow(_ output: [Double], label: Int, map: [Float]) -> Double {
    let sum = output[..<3].reduce(0) { $0 + exp($1) }
    let weights = [1, 2, 0.5]
    let classification = (0..<3).reduce(0.0) { total, c in
      total - weights[c] * ((c == label ? 0.9 : 0) + 0.1 / 3) * log(exp(output[c]) / sum)
    }
    let terms = zip(output[3...], map).map { z, t in
      let p = 1 / (1 + exp(-z))
      return -Double(t) * log(p) - (1 - Double(t)) * log(1 - p)
    }
    return classification + 0.7 * weights[label] * terms.reduce(0, +) / Double(map.count)
  }

  @Test func equalsItsFormulaAndFiniteDifferences() {
    var generator = KeyedGenerator(1)
    for label in 0..<3 {
      let output = generator.normals(7).map { 2 * $0 }
      let wide = output.map(Double.init)
      let (value, gradient) = evaluate(output, .labelAndValues(label, Self.map))
      #expect(abs(Double(value) - slow(wide, label: label, map: Self.map)) < 1e-5)
      for i in wide.indices {
        var (upper, lower) = (wide, wide)
        upper[i] += 1e-4
        lower[i] -= 1e-4
        let quotient =
          (slow(upper, label: label, map: Self.map) - slow(lower, label: label, map: Self.map))
          / 2e-4
        #expect(abs(Double(gradient[i]) - quotient) < 1e-5)
      }
    }
  }

  @Test func labelWithoutMapHasNoMapGradient() {
    let output: [Float] = [1, 2, 3, 4, 5, 6, 7]
    let (value, gradient) = evaluate(output, .label(1))
    let map = evaluate(output, .labelAndValues(1, Self.map))
    #expect(value < map.loss && Array(gradient[..<3]) == Array(map.gradient[..<3]))
    #expect(gradient[3...].allSatisfy { $0 == 0 })
  }

  @Test func isStableForHugeLogits() {
    let (value, gradient) = evaluate(
      [1e4, 0, -1e4, 1e4, -1e4, 1e4, -1e4],
      .labelAndValues(0, Self.map)
    )
    #expect(value.isFinite && gradient.allSatisfy(\.isFinite))
  }

  @Test func predictionIsCorrectForTheArgmax() {
    [1, 0, 0, 9, 9, 9, 9].withTensorView { output in
      #expect(Self.loss.isCorrect(output, .labelAndValues(0, Self.map)) == true)
      #expect(Self.loss.isCorrect(output, .label(2)) == false)
    }
    #expect(Self.loss.weight(of: .labelAndValues(1, Self.map)) == 2)
  }

  @Test func mismatchedTargetsAreRefused() {
    func check(_ target: Target, outputs: Int = 7) throws {
      try Self.loss.check(target, outputs: outputs)
    }
    #expect(throws: Never.self) { try check(.label(2)) }
    #expect(throws: Never.self) { try check(.labelAndValues(2, Self.map)) }
    for target: Target in [
      .values(Self.map), .label(3), .labelAndValues(0, [1]), .labelAndValues(0, [0, 0, 0, 1.5]),
    ] {
      #expect(throws: TrainingError.self) { try check(target) }
    }
    #expect(throws: TrainingError.self) { try check(.label(0), outputs: 2) }
  }
}
