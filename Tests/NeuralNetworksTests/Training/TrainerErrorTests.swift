import Testing

@testable import NeuralNetworks

/// Invalid data and options give a `TrainingError`.
@Suite struct TrainerErrorTests {
  static let input = Shape(features: 2)
  static let xor = TrainingExamples.xor

  static func model() throws -> Model {
    try TrainingExamples.perceptron(2, hidden: [3], outputs: 2)
  }

  private func complaint(
    training: some Dataset = xor,
    validation: (some Dataset)? = ArrayDataset?.none,
    loss: some Loss = SoftmaxCrossEntropy()
  ) throws -> String {
    let error = #expect(throws: TrainingError.self) {
      try Trainer(options: TrainingOptions(epochs: 1), loss: loss).train(
        try Self.model(),
        on: training,
        validation: validation
      )
    }
    return error?.description ?? ""
  }

  @Test func emptyDataIsAnError() throws {
    let empty = ArrayDataset(shape: Self.input, inputs: [], labels: [])
    #expect(try complaint(training: empty) == "there are no training examples")
    #expect(try complaint(validation: empty) == "there are no validation examples")
  }

  @Test func aWrongShapeIsAnError() throws {
    let wrong = ArrayDataset(shape: Shape(features: 3), inputs: [[1, 2, 3]], labels: [0])
    #expect(
      try complaint(training: wrong)
        == "the training examples have the shape 3×1×1, the network's input 2×1×1"
    )
    #expect(
      try complaint(validation: wrong).hasPrefix("the validation examples have the shape 3×1×1")
    )
    let trainer = Trainer(loss: SoftmaxCrossEntropy())
    #expect(throws: TrainingError.self) { try trainer.evaluate(try Self.model(), on: wrong) }
    let empty = ArrayDataset(shape: Self.input, inputs: [], labels: [])
    #expect(throws: TrainingError.self) { try trainer.evaluate(try Self.model(), on: empty) }
  }

  @Test(arguments: [-1, 2, Int.max]) func aLabelBeyondTheOutputsIsAnError(label: Int) throws {
    let wrong = ArrayDataset(
      shape: Self.input,
      inputs: [[0, 1], [1, 0]],
      labels: [0, label]
    )
    #expect(try complaint(training: wrong).contains("label \(label)"))
    #expect(try complaint(validation: wrong).contains("label \(label)"))
  }

  @Test func aTargetThatTheLossCannotTakeIsAnError() throws {
    let values = ArrayDataset(shape: Self.input, inputs: [[0, 1]], values: [[1, 2, 3]])
    #expect(try complaint(training: values).contains("label"))
    #expect(try complaint(training: values, loss: SquaredError()).contains("3"))
    #expect(try complaint(loss: SquaredError()).contains("values"))
  }

  @Test func classWeightsAreOneForEachClass() throws {
    let loss = SoftmaxCrossEntropy(classWeights: [1, 2, 3])
    #expect(try complaint(loss: loss).contains("3 class weights"))
  }

  /// Cannot load one of its examples.
  private struct Torn: Dataset {
    struct Failure: Error, CustomStringConvertible {
      var description: String { "pattern_07.png is torn" }
    }
    let count = 10
    let shape = Shape(features: 2)
    func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
      if index == 7 { throw Failure() }
      input.fill(Float(index))
      return .label(index % 2)
    }
  }

  @Test func aLoadErrorSurfaces() throws {
    #expect(try complaint(training: Torn()) == "pattern_07.png is torn")
    #expect(try complaint(validation: Torn()) == "pattern_07.png is torn")
  }

  static let wrongOptions: [(TrainingOptions, String)] = [
    (TrainingOptions(epochs: 0), "epochs"), (TrainingOptions(batchSize: 0), "batch size"),
    (TrainingOptions(shardSize: -1), "shard size"),
    (TrainingOptions(learningRate: 0), "learning rate"),
    (TrainingOptions(learningRate: .nan), "learning rate"),
    (TrainingOptions(learningRate: .infinity), "learning rate"),
    (TrainingOptions(schedule: .step(epochs: 0, factor: 0.5)), "step schedule"),
    (TrainingOptions(schedule: .step(epochs: 1, factor: 2)), "factor"),
    (TrainingOptions(schedule: .cosine(warmUp: -1, floor: 0)), "warm-up"),
    (TrainingOptions(schedule: .cosine(warmUp: 1, floor: .nan)), "floor"),
    (TrainingOptions(schedule: .reduceOnPlateau(factor: 1, patience: 2)), "factor"),
    (TrainingOptions(schedule: .reduceOnPlateau(factor: 0.5, patience: 0)), "patience"),
    (TrainingOptions(clipNorm: 0), "norm"), (TrainingOptions(clipNorm: .nan), "norm"),
    (TrainingOptions(patience: 0), "patience"), (TrainingOptions(threads: 0), "thread"),
  ]

  @Test(arguments: wrongOptions)
  func optionsThatMakeNoSenseAreErrors(options: TrainingOptions, word: String) throws {
    let error = #expect(throws: TrainingError.self) {
      try Trainer(options: options, loss: SoftmaxCrossEntropy())
        .train(try Self.model(), on: Self.xor)
    }
    #expect(error?.description.contains(word) == true)
  }

  @Test func hugeOptionsAreFine() throws {
    let options = TrainingOptions(
      epochs: 1,
      batchSize: Int.max,
      shardSize: Int.max,
      patience: Int.max,
      threads: Int.max
    )
    let result = try Trainer(options: options, loss: SoftmaxCrossEntropy())
      .train(try Self.model(), on: Self.xor, validation: Self.xor)
    #expect(result.history.count == 1)
  }
}
