import Testing

@testable import NeuralNetworks

@Suite struct TrainingErrorTests {
  private struct Torn: Error, CustomStringConvertible { let description = "a.png is torn" }

  @Test func messagesAreOneSentence() {
    #expect("\(TrainingError.invalidOption("no epochs"))" == "no epochs")
    #expect("\(TrainingError.invalidData("no examples"))" == "no examples")
    #expect("\(TrainingError.unreadable(Torn()))" == "a.png is torn")
    #expect(
      "\(TrainingError.diverged(epoch: 3, step: 40, learningRate: 0.5))"
        == "the loss is not finite in epoch 3, step 40; use a learning rate below 0.5, clip the gradient's norm, or "
        + "look for patterns with extreme values"
    )
  }

  @Test func errorsOfLoadingAreWrappedOnce() {
    guard case .unreadable(let inner) = TrainingError(whileLoading: Torn()) else {
      Issue.record("an error of a data set was not wrapped")
      return
    }
    #expect(inner is Torn)
    guard case .invalidData("x") = TrainingError(whileLoading: TrainingError.invalidData("x")) else {
      Issue.record("a training error was wrapped again")
      return
    }
  }
}
