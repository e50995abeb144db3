import Testing

@testable import NeuralNetworks

@Suite struct TrainingStateSafeTensorsTests {
  private let state = TrainingState(
    epoch: 2,
    parameters: [1, 2],
    average: [3, 4],
    optimizer: OptimizerState(steps: 10, moments: [[5, 6], [7, 8]]),
    best: [9, 10],
    bestEpoch: 1,
    bestLoss: 0.25,
    history: (1...2).map {
      EpochRecord(epoch: $0, learningRate: 0.1, trainingLoss: 1, validationLoss: 0.25, seconds: 3, examplesPerSecond: 4)
    }
  )

  private func read(_ content: SafeTensors) throws(ModelFileError) -> TrainingState {
    try TrainingState(content, file: "a.checkpoint")
  }

  private func refusal(_ damage: (inout SafeTensors) -> Void) -> String? {
    var content = state.safeTensors()
    damage(&content)
    do throws(ModelFileError) {
      _ = try read(content)
      return nil
    } catch { return error.description }
  }

  @Test func everyPartSurvives() throws {
    #expect(try read(state.safeTensors()) == state)
    var plain = state
    (plain.average, plain.bestLoss, plain.optimizer.moments) = (nil, nil, [])
    #expect(try read(plain.safeTensors()) == plain)
  }

  @Test func furtherMetadataStayAndCannotReplaceTheState() throws {
    let content = state.safeTensors(metadata: ["config": "{}", "state": "x", "format": "y"])
    #expect(content.metadata["config"] == "{}" && content.metadata["format"] == "ednet-checkpoint")
    #expect(try read(content) == state)
  }

  @Test func filesThatAreNoCheckpointAreRefused() {
    let text = "a.checkpoint: is not a checkpoint of a training"
    #expect(refusal { $0.metadata["format"] = "ednet" } == text)
    #expect(refusal { $0.metadata["state"] = nil } == text)
    #expect(refusal { $0.metadata = [:] } == text)
  }

  @Test func damagedCheckpointsSayWhatIsWrong() {
    #expect(
      refusal { $0.metadata["state"] = "{}" } == #"a.checkpoint: its state cannot be read: "epoch" is missing"#
    )
    for name in ["parameters", "best"] {
      let found = refusal { $0.tensors.removeAll { $0.name == name } }
      #expect(found == "a.checkpoint: the parameters are missing")
    }
  }
}
