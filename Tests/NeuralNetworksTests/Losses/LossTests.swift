import NeuralNetworks
import Testing

@Suite struct LossTests {
  /// A loss with the default weight and accuracy.
  private struct Zero: Loss {
    func check(_ target: Target, outputs: Int) throws(TrainingError) {}
    func evaluate(_ output: TensorView, _ target: Target, gradient: MutableTensorView) -> Float { 0 }
  }

  @Test func examplesWeighOneByDefault() {
    for target in [Target.label(3), .values([1]), .labelAndValues(0, [1])] {
      #expect(Zero().weight(of: target) == 1)
    }
  }

  @Test func predictionIsCorrectIfTheArgmaxIsTheLabel() {
    [1, 5, 5, 2].withTensorView { output in
      // The first of equal outputs is the argmax.
      #expect((0..<4).map { Zero().isCorrect(output, .label($0)) } == [false, true, false, false])
      #expect(Zero().isCorrect(output, .values([1, 5, 5, 2])) == nil)
      #expect(Zero().isCorrect(output, .labelAndValues(1, [])) == nil)
    }
  }
}
