import Testing

@testable import NeuralNetworks

@Suite struct ExampleScoreTests {
  @Test func scoresSurviveAsNumbers() {
    let scores = [
      ExampleScore(loss: 0.1, weight: 2, isCorrect: true), ExampleScore(loss: .infinity, weight: 0, isCorrect: false),
      ExampleScore(loss: -1e-30, weight: 1, isCorrect: nil),
    ]
    #expect(ExampleScore.scores(scores.flatMap(\.numbers)) == scores)
    #expect(ExampleScore.scores([]).isEmpty)
  }

  @Test func aScoreIsThatOfTheLoss() {
    let score = ExampleScore([2, 0, 0], .label(0), SoftmaxCrossEntropy(classWeights: [3, 1, 1]))
    #expect(score.weight == 3 && score.isCorrect == true && score.loss > 0)
    #expect(ExampleScore([2], .values([1]), SquaredError()).isCorrect == nil)
  }
}
