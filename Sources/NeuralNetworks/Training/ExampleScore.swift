/// The loss of one example in validation, which processes exchange.
struct ExampleScore: Equatable {
  let loss: Float
  let weight: Float
  /// True if the label of the example is the argmax of the output; nil without a label.
  let isCorrect: Bool?

  init(loss: Float, weight: Float, isCorrect: Bool?) {
    (self.loss, self.weight, self.isCorrect) = (loss, weight, isCorrect)
  }

  /// Compares an output with its target.
  init(_ output: [Float], _ target: Target, _ loss: some Loss) {
    var unused = [Float](repeating: 0, count: output.count)
    self.init(
      loss: output.withTensorView { output in
        unused.withMutableTensorView { loss.evaluate(output, target, gradient: $0) }
      },
      weight: loss.weight(of: target),
      isCorrect: output.withTensorView { loss.isCorrect($0, target) }
    )
  }

  /// The score as three numbers.
  var numbers: [Double] { [Double(loss), Double(weight), isCorrect.map { $0 ? 1 : 0 } ?? 2] }

  /// The scores that several times ``numbers`` stand for.
  static func scores(_ numbers: [Double]) -> [ExampleScore] {
    stride(from: 0, to: numbers.count, by: 3).map { start in
      let answer = numbers[start + 2]
      return ExampleScore(
        loss: Float(numbers[start]),
        weight: Float(numbers[start + 1]),
        isCorrect: answer == 2 ? nil : answer == 1
      )
    }
  }
}
