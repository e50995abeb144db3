import Foundation
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct FusionTests {
  @Test func withoutCorrelationEvidenceIsMultiplied() {
    let fused = Fusion(correlation: 0).logProbabilities([[0.8, 0.2], [0.4, 0.6]])
    #expect(abs(exp(fused[0]) - 0.32 / 0.44) < 1e-6)
  }

  @Test func fullyCorrelatedPatternsAreWorthOne() {
    let pattern: [Float] = [0.7, 0.2, 0.1]
    let fused = Fusion.unfitted.logProbabilities([[Float]](repeating: pattern, count: 50))
    for (a, b) in zip(fused, pattern) { #expect(abs(exp(a) - Double(b)) < 1e-6) }
  }

  @Test func aSinglePatternIsLeftAsItIs() {
    for correlation in [0, 0.3, 1.0] {
      let rule = Fusion(correlation: correlation, prior: [0.9, 0.05, 0.05])
      let fused = rule.logProbabilities([[0.2, 0.5, 0.3]]).map(exp)
      for (a, b) in zip(fused, [0.2, 0.5, 0.3]) { #expect(abs(a - b) < 1e-6) }
    }
  }

  @Test func thePriorCountsOnceHoweverManyPatterns() {
    // Patterns whose probabilities equal the prior add no evidence.
    let prior = [0.7, 0.2, 0.1]
    let patterns = [[Float]](repeating: [0.7, 0.2, 0.1], count: 30)
    let fused = Fusion(correlation: 0, prior: prior).logProbabilities(patterns).map(exp)
    for (a, b) in zip(fused, prior) { #expect(abs(a - b) < 1e-4) }
  }

  @Test func manyPatternsAreWorthTheInverseOfTheCorrelationAtMost() {
    let rule = Fusion(correlation: 0.1)
    #expect(rule.effectiveCount(1) == 1)
    #expect(abs(rule.effectiveCount(11) - 5.5) < 1e-12)
    #expect(rule.effectiveCount(1_000_000) < 10)
  }

  @Test func anImpossibleClassDoesNotMakeItUndefined() {
    let fused = Fusion(correlation: 0).logProbabilities([[1, 0], [0, 1], [0.4, 0.6]])
    #expect(abs(exp(fused[1]) - 0.6) < 1e-5)
    let many = [[Float]](repeating: [0.6, 0.15, 0.25], count: 5000)
    #expect(Fusion(correlation: 0).logProbabilities(many).rank(of: 2) == 1)
  }

  /// Specimens of two classes.
  ///
  /// A view that all patterns of a specimen share speaks for the wrong class in some.
  private func specimens(shared: Double, count: Int = 400) -> LabeledOutputs {
    var (logits, labels, numbers): ([[Float]], [Int], [Int]) = ([], [], [])
    for specimen in 0..<count {
      var generator = KeyedGenerator(3, specimen)
      let label = specimen % 2
      let common = Double(generator.normal()) * shared.squareRoot()
      for _ in 0..<20 {
        // ln of the likelihood ratio of x ~ N(±1/2, 1) is x: as single answers these are calibrated.
        let x =
          (label == 1 ? 0.5 : -0.5) + common + Double(generator.normal())
          * (1 - shared).squareRoot()
        logits.append([0, Float(x)])
        labels.append(label)
        numbers.append(specimen)
      }
    }
    return LabeledOutputs(logits: logits, labels: labels, specimens: numbers)
  }

  private func fit(_ outputs: LabeledOutputs) -> Fusion? {
    Fusion.fit(
      probabilities: outputs.logits.map { Temperature.unscaled.probabilities($0) },
      labels: outputs.labels,
      specimens: outputs.specimens
    )
  }

  @Test(arguments: [0.1, 0.4])
  func theCorrelationOfGaussiansIsFound(shared: Double) throws {
    // For equally correlated Gaussians the rule is exact, ρ being their correlation.
    let rule = try #require(fit(specimens(shared: shared)))
    #expect(abs(rule.correlation - shared) < 0.25 * shared, "\(rule.correlation)")
  }

  @Test func independentPatternsAreNearlyMultiplied() throws {
    let rule = try #require(fit(specimens(shared: 0)))
    #expect(rule.correlation < 0.02)
  }

  @Test func fusedAnswersAreAsSureAsTheyAreRight() throws {
    let rule = try #require(fit(specimens(shared: 0.3)))
    let fresh = specimens(shared: 0.3, count: 1000)
    func gap(_ rule: Fusion) -> Double {
      var (sure, right) = (0.0, 0.0)
      for first in stride(from: 0, to: fresh.labels.count, by: 20) {
        let patterns = fresh.logits[first..<first + 20].map {
          Temperature.unscaled.probabilities($0)
        }
        let p = rule.logProbabilities(patterns).map(exp)
        sure += p.max() ?? 0
        right += p.mostProbable == fresh.labels[first] ? 1 : 0
      }
      return (sure - right) / 1000
    }
    #expect(abs(gap(rule)) < 0.04, "\(gap(rule))")
    #expect(gap(Fusion(correlation: 0)) > 0.1)
  }

  @Test func withoutSeveralPatternsThereIsNoRule() {
    let single = Fusion.fit(probabilities: [[0.5, 0.5]], labels: [0], specimens: [0])
    #expect(single == nil)
  }

  @Test func senselessRulesAreNotRead() throws {
    for text in [
      #"{"correlation": 2}"#, #"{"correlation": -0.1}"#,
      #"{"correlation": 0.5, "prior": [0, 1]}"#, "{}",
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Fusion.self, from: Data(text.utf8))
      }
    }
    let rule = Fusion(correlation: 0.5, prior: [0.25, 0.75])
    #expect(try JSONDecoder().decode(Fusion.self, from: JSONEncoder().encode(rule)) == rule)
  }
}
