import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

/// A mask over the last channel, with a length for each example.
struct SequenceMask: Layer {
  var lengths: [Int]

  var description: String { "SequenceMask(\(lengths))" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  func forward(_ pass: ForwardPass) {
    pass.output.copy(pass.input)
    for example in 0..<pass.exampleCount {
      let mask = pass.output(example)[pass.inputShape.count - pass.inputShape.width..<pass.inputShape.count]
      for step in 0..<mask.count { mask[step] = step < lengths[example] ? 1 : 0 }
    }
  }

  func backward(_ pass: BackwardPass) {
    guard let gradient = pass.inputGradient else { return }
    gradient.copy(pass.outputGradient.readOnly)
    for example in 0..<pass.exampleCount {
      let end = (example + 1) * pass.inputShape.count
      gradient[end - pass.inputShape.width..<end].fill(0)
    }
  }
}

/// One recurrent layer of either kind.
struct RecurrentCase: CustomTestStringConvertible {
  var isLSTM: Bool
  var units: Int, bidirectional = false, sequences = false, masked = false
  var features: Int, steps: Int

  var layer: any Layer {
    isLSTM
      ? LSTM(units: units, bidirectional: bidirectional, sequences: sequences, masked: masked)
      : GRU(units: units, bidirectional: bidirectional, sequences: sequences, masked: masked)
  }
  var input: Shape { Shape(channels: features + (masked ? 1 : 0), height: 1, width: steps) }
  var testDescription: String { "\(layer) on \(input)" }

  /// Inputs of sequences of some lengths, with rubbish in the padding.
  func inputs(lengths: [Int], seed: Int = 3) -> [Float] {
    var generator = KeyedGenerator(seed)
    return lengths.flatMap { length in
      generator.normals(features * steps) + (masked ? (0..<steps).map { $0 < length ? 1 : 0 } : [])
    }
  }

  /// The outputs by the formulas.
  func expected(_ x: [Float], lengths: [Int], parameters: [Float]) -> [Float] {
    let gates = isLSTM ? 4 : 3
    let count = gates * units * (features + units + 2)
    return lengths.enumerated().flatMap { example, length in
      let own = x[(example * input.count)...]
      let rows = (0..<length).map { step in
        (0..<features).map { Double(own[own.startIndex + $0 * steps + step]) }
      }
      let directions = (0..<(bidirectional ? 2 : 1)).map { direction in
        let weights = RecurrentReference.Weights(
          parameters[direction * count..<(direction + 1) * count],
          gates: gates,
          features: features,
          units: units
        )
        let ordered = direction == 0 ? rows : rows.reversed()
        let states =
          isLSTM
          ? RecurrentReference.lstm(ordered, weights, units: units)
          : RecurrentReference.gru(ordered, weights, units: units)
        return direction == 0 ? states : states.reversed()
      }
      guard sequences else {
        return directions.enumerated().flatMap { direction, states in
          ((direction == 0 ? states.last : states.first) ?? Array(repeating: 0, count: units)).map(Float.init)
        }
      }
      let values = directions.flatMap { states in
        (0..<units).flatMap { unit in (0..<steps).map { $0 < length ? Float(states[$0][unit]) : 0 } }
      }
      return values + (masked ? (0..<steps).map { $0 < length ? 1 : 0 } : [])
    }
  }
}

/// The common behaviour of ``GRU`` and ``LSTM``.
@Suite struct RecurrenceTests {
  static let cases = [false, true].flatMap { isLSTM in
    [
      RecurrentCase(isLSTM: isLSTM, units: 1, features: 1, steps: 1),
      RecurrentCase(isLSTM: isLSTM, units: 3, sequences: true, features: 2, steps: 5),
      RecurrentCase(isLSTM: isLSTM, units: 5, masked: true, features: 3, steps: 7),
      RecurrentCase(isLSTM: isLSTM, units: 4, bidirectional: true, masked: true, features: 1, steps: 6),
      RecurrentCase(
        isLSTM: isLSTM,
        units: 17,
        bidirectional: true,
        sequences: true,
        masked: true,
        features: 3,
        steps: 5
      ),
    ]
  }

  private func lengths(_ example: RecurrentCase) -> [Int] {
    example.masked ? [3, example.steps, 0, 1, 3] : Array(repeating: example.steps, count: 5)
  }

  @Test(arguments: cases) func equalsTheSlowReference(example: RecurrentCase) throws {
    let lengths = lengths(example)
    let harness = try LayerHarness(example.layer, input: example.input, examples: lengths.count)
    let x = example.inputs(lengths: lengths)
    var generator = KeyedGenerator(8)
    let parameters = generator.normals(harness.parameterCount)
    let expected = example.expected(x, lengths: lengths, parameters: parameters)
    for training in [true, false] {
      #expect(greatestDifference(harness.forward(x, parameters: parameters, training: training), expected) < 1e-5)
    }
  }

  @Test(arguments: cases) func gradientEqualsFiniteDifferences(example: RecurrentCase) throws {
    let layers: [any Layer] =
      example.masked ? [SequenceMask(lengths: [2, example.steps, 0]), example.layer] : [example.layer]
    #expect(try gradientError(layers, input: example.input, examples: 3) < 0.01)
  }

  @Test(arguments: [false, true]) func gradientThroughTwoLayersEqualsFiniteDifferences(isLSTM: Bool) throws {
    let below = RecurrentCase(
      isLSTM: isLSTM,
      units: 3,
      bidirectional: true,
      sequences: true,
      masked: true,
      features: 2,
      steps: 5
    )
    let above = RecurrentCase(isLSTM: isLSTM, units: 2, bidirectional: true, masked: true, features: 6, steps: 5)
    let layers: [any Layer] = [SequenceMask(lengths: [4, 1, 5]), below.layer, above.layer]
    #expect(try gradientError(layers, input: below.input, examples: 3) < 0.01)
  }

  /// The outputs and gradients of one sequence, alone and among others with more padding.
  @Test(arguments: cases.filter(\.masked)) func paddingAndOtherExamplesChangeNothing(example: RecurrentCase) throws {
    var longer = example
    longer.steps += 4
    let lengths = [longer.steps, 3, 5]
    let many = try LayerHarness(longer.layer, input: longer.input, examples: lengths.count)
    let one = try LayerHarness(example.layer, input: example.input, examples: 1)
    let x = longer.inputs(lengths: lengths)
    // The first steps of the second sequence.
    let own = (0..<example.input.channels).flatMap { channel in
      (0..<example.steps).map { x[longer.input.count + channel * longer.steps + $0] }
    }
    var generator = KeyedGenerator(8)
    let parameters = generator.normals(many.parameterCount)
    func shortened(_ values: [Float], _ shape: Shape) -> [Float] {
      let values = values[shape.count..<2 * shape.count]
      guard shape.width > 1 else { return Array(values) }
      return (0..<shape.channels).flatMap { channel in
        (0..<example.steps).map { values[shape.count + channel * shape.width + $0] }
      }
    }
    let together = many.forward(x, parameters: parameters, training: false)
    #expect(shortened(together, many.outputShape) == one.forward(own, parameters: parameters, training: false))
    let dy = generator.normals(3 * many.outputShape.count)
    let gradient = many.gradients(x, parameters: parameters, outputGradient: dy).input
    let alone = one.gradients(own, parameters: parameters, outputGradient: shortened(dy, many.outputShape)).input
    #expect(greatestDifference(shortened(gradient, longer.input), alone) < 1e-5)
    // Padding has no gradient.
    let padding = (0..<longer.input.channels).flatMap { channel in
      (3..<longer.steps).map { gradient[longer.input.count + channel * longer.steps + $0] }
    }
    #expect(padding.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [false, true]) func trainingHasTheSameBitsOnAnyNumberOfThreads(isLSTM: Bool) throws {
    let example = RecurrentCase(isLSTM: isLSTM, units: 6, bidirectional: true, masked: true, features: 2, steps: 9)
    let network = try Network(input: example.input, layers: [example.layer, Dense(units: 3)])
    let lengths = (0..<40).map { 1 + $0 % 9 }
    let x = example.inputs(lengths: lengths)
    let data = ArrayDataset(
      shape: example.input,
      inputs: lengths.indices.map { Array(x[$0 * example.input.count..<($0 + 1) * example.input.count]) },
      labels: lengths.map { $0 % 3 }
    )
    let results = try [1, 3].map { threads in
      let options = TrainingOptions(epochs: 2, batchSize: 20, shardSize: 4, threads: threads)
      return try Trainer(options: options, loss: SoftmaxCrossEntropy()).train(Model(network, seed: 1), on: data)
        .last.parameters
    }
    #expect(results[0] == results[1])
    #expect(results[0] != Model(network, seed: 1).parameters)
  }

  @Test(arguments: [false, true]) func refusesInvalidUnitsAndInputs(isLSTM: Bool) {
    let name = isLSTM ? "LSTM" : "GRU"
    func reason(_ units: Int, masked: Bool = false, _ input: Shape) -> String? {
      let example = RecurrentCase(isLSTM: isLSTM, units: units, masked: masked, features: 1, steps: 1)
      let error = #expect(throws: ShapeError.self) { try Network(input: input, layers: [example.layer]) }
      #expect(error?.layer.hasPrefix(name) == true)
      return error?.reason
    }
    let sequence = Shape(channels: 2, height: 1, width: 4)
    for units in [0, -1] { #expect(reason(units, sequence) == "needs at least one unit") }
    #expect(reason(.max, sequence)?.contains("more than") == true)
    #expect(reason(3, Shape(channels: 1, height: 2, width: 4)) == "takes sequences, features×1×steps, not 1×2×4")
    #expect(reason(3, masked: true, Shape(channels: 1, height: 1, width: 4))?.contains("mask") == true)
  }
}
