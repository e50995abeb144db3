import Testing

@testable import Pipelines

@Suite struct SimulatedTrainingConfigurationTests {
  private func refusal(_ change: (inout SimulatedTrainingConfiguration) -> Void) -> String? {
    var configuration = SimulatedTrainingConfiguration()
    change(&configuration)
    return #expect(throws: PipelineError.self) { try configuration.validate() }?.description
  }

  @Test func theDefaultsAreValid() throws { try SimulatedTrainingConfiguration().validate() }

  @Test func valuesOutOfRangeAreRefused() {
    #expect(refusal { $0.patternsPerEpoch = 0 } == "--patterns-per-epoch must be 1 to 10000000")
    #expect(refusal { $0.mapWeight = .infinity } == "--map-weight cannot be negative")
    #expect(refusal { $0.holdOut = 1 } == "--hold-out must be 0 or more, and less than 1")
    #expect(refusal { $0.limit = 0 } == "--limit must be at least 1")
    #expect(refusal { $0.twoBeamShare = .nan } == "--two-beam-share must be 0 to 1")
    #expect(refusal { $0.freshMasters = -1 } == "--fresh-masters must be 0 to 1000")
    #expect(
      refusal {
        $0.freshMasters = 1
        $0.twoBeamShare = 1
      } == "--fresh-masters needs a --two-beam-share below 1"
    )
    #expect(refusal { $0.minimumSpacing = 0.2 } == "--minimum-spacing must be 0.3 to 5 Å")
    #expect(refusal { $0.masterSize = 200 }?.hasPrefix("--master-size must be an odd number from 21 to ") == true)
    #expect(refusal { $0.cache = "" } == "the name of the cache's folder is empty")
  }

  @Test func noAveragingIsWrittenAsZero() {
    var configuration = SimulatedTrainingConfiguration()
    #expect(configuration.classifierOptions.training.averaging == configuration.averaging)
    configuration.averaging = 0
    #expect(configuration.classifierOptions.training.averaging == nil)
  }
}
