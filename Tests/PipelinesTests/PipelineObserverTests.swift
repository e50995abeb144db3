import Testing

@testable import Pipelines

@Suite struct PipelineObserverTests {
  @Test func anObserverDoesNotInterruptUnlessItSaysSo() { #expect(!SilentObserver().isInterrupted) }

  @Test(arguments: [(1, 1, false), (2, 1, true), (1, 2, true)])
  func severalMembersOrRestartsAreSeveralTrainings(members: Int, restarts: Int, several: Bool) {
    let start = TrainingStart(
      member: 1,
      members: members,
      restart: 1,
      restarts: restarts,
      seed: 1,
      epochs: 1,
      history: []
    )
    #expect(start.isOneOfSeveral == several)
  }
}
