import Diffraction
import Testing

@Suite struct PhaseDecisionTests {
  @Test func theBestCandidateWinsByTheMargin() {
    #expect(PhaseDecision(scores: [0.3, 0.5, 0.47], margin: 0.02, leastScore: 0.15) == .phase(1))
    #expect(PhaseDecision(scores: [0.6], margin: 0.02, leastScore: 0.15) == .phase(0))
  }

  @Test func candidatesWithinTheMarginCannotBeToldApart() {
    #expect(PhaseDecision(scores: [0.49, 0.3, 0.5, 0.485], margin: 0.02, leastScore: 0.15) == .ambiguous([2, 0, 3]))
    #expect(PhaseDecision(scores: [0.5, 0.5], margin: 0.02, leastScore: 0.15) == .ambiguous([0, 1]))
  }

  @Test func aPoorFitIsNone() {
    #expect(PhaseDecision(scores: [0.14, 0.1], margin: 0.02, leastScore: 0.15) == .none)
    #expect(PhaseDecision(scores: []) == .none)
  }
}
