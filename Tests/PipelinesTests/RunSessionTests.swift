import NeuralNetworks
import Testing

@testable import Pipelines

@Suite struct RunSessionTests {
  private let record = EpochRecord(
    epoch: 1,
    learningRate: 0.5,
    trainingLoss: 0.25,
    seconds: 1,
    examplesPerSecond: 1
  )

  private func session(_ observer: any PipelineObserver, _ mode: RunMode = .new) -> RunSession {
    RunSession(
      MemoryRunStore(),
      mode,
      observer,
      identity: RunIdentity(TrainingConfiguration(patterns: "p"), content: [:]),
      initialFiles: []
    )
  }

  @Test func anObserverThatFailsOrInterruptsStopsTheTraining() {
    final class Observer: PipelineObserver {
      struct Failure: Error {}
      let isInterrupted: Bool
      let fails: Bool
      init(isInterrupted: Bool, fails: Bool) { (self.isInterrupted, self.fails) = (isInterrupted, fails) }
      func receive(_ event: PipelineEvent) throws { if fails { throw Failure() } }
    }
    let event = TrainingEvent.epoch(record, isBest: true)
    let failing = session(Observer(isInterrupted: false, fails: true))
    #expect(!failing.handle(event, checkpoint: "c") && failing.failure is Observer.Failure)
    let interrupted = session(Observer(isInterrupted: true, fails: false))
    #expect(!interrupted.handle(event, checkpoint: "c") && interrupted.failure == nil)
    #expect(session(SilentObserver()).handle(event, checkpoint: "c"))
  }

  @Test func onlyAResumedRunReadsItsCheckpoint() throws {
    #expect(try session(SilentObserver(), .resuming).state("absent") == nil)
  }

  @Test func aRefusalNamesTheDifferencesAndBothWaysOut() {
    var differences = RunIdentity.Differences()
    differences.options = [("size", "--size 32 instead of 64")]
    differences.content = ["images"]
    #expect(
      RunSession.refusal("run/c", differences).description
        == "run/c cannot be resumed with --size 32 instead of 64, other images; resume with the options in "
        + "config.json, or start again with --overwrite"
    )
  }
}
