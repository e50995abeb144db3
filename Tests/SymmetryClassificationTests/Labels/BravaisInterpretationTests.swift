import Crystallography
import Testing

@testable import SymmetryClassification

@Suite struct BravaisInterpretationTests {
  private let classes = ["hP", "hR", "cP", "cF", "tI"]

  @Test func systemsAreSumsOverTheirLattices() throws {
    let interpretation = try #require(BravaisInterpretation(classes: classes))
    let systems = interpretation.systems([0.1, 0.25, 0.3, 0.2, 0.15])
    #expect(systems.map(\.system) == [.cubic, .rhombohedral, .tetragonal, .hexagonal])
    for (sum, expected) in zip(systems.map(\.probability), [0.5, 0.25, 0.15, 0.1] as [Float]) {
      #expect(abs(sum - expected) < 1e-6)
    }
  }

  @Test func onlyBravaisLatticesAreRead() {
    for names in [["cubic", "hexagonal"], ["Fm-3m", "Im-3m"], ["cF", "steel"], []] {
      #expect(BravaisInterpretation(classes: names) == nil)
    }
    // Other settings of a lattice are that lattice.
    #expect(BravaisInterpretation(classes: ["mC", "oA", "cF"]) != nil)
  }

  @Test func aLikelySecondLatticeThatLooksAlikeIsNamed() throws {
    let interpretation = try #require(BravaisInterpretation(classes: classes))
    let hint = try #require(interpretation.ambiguousPair([0.02, 0.02, 0.6, 0.3, 0.06]))
    #expect(Set([hint.first, hint.second]) == [.cP, .cF])
    // hP and cP are not alike; and in the second case cF is unlikely.
    #expect(interpretation.ambiguousPair([0.3, 0.02, 0.6, 0.02, 0.06]) == nil)
    #expect(interpretation.ambiguousPair([0.01, 0.01, 0.93, 0.04, 0.01]) == nil)
  }

  @Test func errorsAreCountedByKind() throws {
    let interpretation = try #require(BravaisInterpretation(classes: classes))
    var confusion = ConfusionMatrix(classCount: 5)
    confusion[2, 2] = 9  // right
    confusion[2, 3] = 4  // cP for cF: centring, and alike
    confusion[3, 4] = 3  // cF for tI: system, and alike
    confusion[0, 2] = 2  // hP for cP: system
    let errors = interpretation.errors(confusion)
    #expect(errors == LatticeErrors(latticeSystem: 5, centring: 4, ambiguous: 7))
    let evaluation = try Evaluation(
      classes: classes,
      predictions: [
        prediction(2, [0, 0, 0.4, 0.6, 0], specimen: "a"), prediction(0, [0, 1, 0, 0, 0]),
      ],
      resamples: 10
    )
    #expect(evaluation.errors == LatticeErrors(latticeSystem: 1, centring: 1, ambiguous: 2))
    #expect(evaluation.specimenErrors == LatticeErrors(latticeSystem: 0, centring: 1, ambiguous: 1))
    #expect(evaluation.text().contains("right lattice system, wrong centring"))
    #expect(evaluation.metricsCSV().contains("pattern,centringErrors,,1,,"))
    let other = try Evaluation(classes: ["x", "y"], predictions: [prediction(0, [0, 1])])
    #expect(other.errors == nil && !other.text().contains("kind"))
  }
}
