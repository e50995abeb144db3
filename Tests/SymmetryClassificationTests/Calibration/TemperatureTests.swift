import Foundation
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct TemperatureTests {
  /// Logits of three classes whose softmax is right, times a factor, and labels drawn from that softmax.
  static func drawn(_ count: Int, factor: Float, seed: Int = 1) -> LabeledOutputs {
    var generator = KeyedGenerator(seed, 77)
    var (logits, labels): ([[Float]], [Int]) = ([], [])
    for _ in 0..<count {
      let z = (0..<3).map { _ in Float.random(in: -2...2, using: &generator) }
      let p = Temperature.unscaled.probabilities(z)
      let u = Float.random(in: 0..<1, using: &generator)
      labels.append(u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2)
      logits.append(z.map { $0 * factor })
    }
    return LabeledOutputs(logits: logits, labels: labels)
  }

  @Test(arguments: [Float(0.25), 1, 4])
  func itUndoesTheFactorThatMadeThemTooSure(factor: Float) {
    let fitted = Temperature.fit(Self.drawn(6000, factor: factor))
    #expect(abs(fitted.value / Double(factor) - 1) < 0.08, "\(fitted)")
  }

  @Test func probabilitiesAreTheSoftmaxOfTheQuotients() {
    let p = Temperature(2).probabilities([0, 2, -4])
    let e = [1, exp(1.0), exp(-2.0)]
    for (a, b) in zip(p, e) { #expect(abs(Double(a) - b / e.reduce(0, +)) < 1e-7) }
    #expect(Temperature(0.05).probabilities([1e30, 0]) == [1, 0])
    #expect(Temperature.unscaled.probabilities([.nan, 1]).allSatisfy { $0.isNaN })
  }

  @Test func fewRightAnswersAreNoCertainty() {
    // The likelihood alone would make T as small as it may be.
    let logits = [[Float]](repeating: [1, 0], count: 5)
    let fitted = Temperature.fit(logits: logits, labels: [0, 0, 0, 0, 0])
    let sure = Double(fitted.probabilities([1, 0])[0])
    #expect(abs(sure - (1 - 1 / 14.0)) < 1e-3, "\(sure)")
    #expect(Temperature.fit(logits: [], labels: []) == .unscaled)
    #expect(Temperature.fit(logits: [[.nan, 1]], labels: [0]) == .unscaled)
  }

  @Test func aSpecimenCountsOnceHoweverManyPatternsItHas() {
    // Specimen 0 of 500 patterns is all wrong, nine others of one pattern are right.
    let outputs = LabeledOutputs(
      logits: [[Float]](repeating: [3, 0], count: 509),
      labels: [Int](repeating: 1, count: 500) + [Int](repeating: 0, count: 9),
      specimens: [Int](repeating: 0, count: 500) + Array(1...9)
    )
    let p = Temperature.fit(outputs).probabilities([3, 0])[0]
    // 9 of 10 specimens, each label spread by 1 / 12 over two classes.
    let expected = Float((9 * (1 - 1 / 24.0) + 1 / 24.0) / 10)
    #expect(abs(p - expected) < 1e-3)
  }

  @Test func onlyNumbersAboveZeroAreRead() throws {
    let read = try JSONDecoder().decode([Temperature].self, from: Data("[1.5]".utf8))
    #expect(read == [Temperature(1.5)])
    #expect(try JSONEncoder().encode(read) == Data("[1.5]".utf8))
    for text in ["[0]", "[-1]", "[\"x\"]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([Temperature].self, from: Data(text.utf8))
      }
    }
  }
}
