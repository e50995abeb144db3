import Diffraction
import Testing

@testable import Pipelines

@Suite struct PhaseAnswerTests {
  private static func decision(_ probabilities: [Float], isPattern: Bool = true) -> PhaseDecision? {
    PhaseAnswer(probabilities: probabilities, isPattern: isPattern).decision(
      least: 0.9,
      alike: [[0], [1, 2], [1, 2]]
    )
  }

  @Test func aProbablePhaseIsTheAnswer() {
    #expect(Self.decision([0.95, 0.01, 0.01, 0.03]) == .phase(0))
    #expect(Self.decision([0.85, 0.05, 0.05, 0.05]) == nil)
    #expect(Self.decision([0.95, 0.01, 0.01, 0.03], isPattern: false) == nil)
  }

  @Test func phasesThatLookAlikeAreNamedTogether() {
    #expect(Self.decision([0.02, 0.4, 0.55, 0.03]) == .ambiguous([2, 1]))
    #expect(Self.decision([0.02, 0.97, 0.01, 0]) == .ambiguous([1, 2]))
  }

  @Test func noneOfThesePhasesIsLeftToMatching() { #expect(Self.decision([0.01, 0.01, 0, 0.98]) == nil) }
}
