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

  private static let size = 9

  /// The score as nine bytes.
  var bytes: [UInt8] {
    [loss, weight].flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) } }
      + [isCorrect.map { $0 ? 1 : 0 } ?? 2]
  }

  /// The scores that several times ``bytes`` stand for.
  static func scores(_ bytes: [UInt8]) -> [ExampleScore] {
    stride(from: 0, to: bytes.count, by: size).map { start in
      func number(_ offset: Int) -> Float {
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + offset + $1]) << (8 * $1) })
      }
      let answer = bytes[start + 8]
      return ExampleScore(loss: number(0), weight: number(4), isCorrect: answer == 2 ? nil : answer == 1)
    }
  }
}
