import NeuralNetworks

/// A recurrent network that classifies whole sequences, and its training.
struct SequenceClassifier {
  /// The hyper-parameters.
  struct Settings: Sendable {
    var units: Int
    /// The number of recurrent layers.
    var layers = 1
    var dropout: Float
    var epochs: Int
    var batchSize = 32
    var learningRate: Float
    var weightDecay: Float = 1e-2
  }

  /// Labelled sequences.
  struct Examples: Sendable {
    var sequences: [[Float]]
    var labels: [Int]

    /// The examples with some indices.
    func part(where isIn: (Int) -> Bool) -> Examples {
      let indices = sequences.indices.filter(isIn)
      return Examples(sequences: indices.map { sequences[$0] }, labels: indices.map { labels[$0] })
    }
  }

  private let predictor: Predictor
  private let standardization: Standardization
  private let features: Int, steps: Int

  /// The layers: bidirectional units, one layer on the other, and a dense layer on the last states.
  static func layers(_ settings: Settings, classes: Int) -> [any Layer] {
    (0..<settings.layers).flatMap { layer -> [any Layer] in
      let isLast = layer == settings.layers - 1
      let unit = GRU(units: settings.units, bidirectional: true, sequences: !isLast, masked: true)
      return isLast && settings.dropout > 0 ? [unit, Dropout(rate: settings.dropout)] : [unit]
    } + [Dense(units: classes)]
  }

  /// Trains a network.
  ///
  /// - Parameters:
  ///   - examples: the training examples.
  ///   - features: the features of each step.
  ///   - classes: the number of classes.
  ///   - steps: the most steps that a sequence may have, now and later.
  ///   - settings: the hyper-parameters.
  ///   - seed: the seed of the initial weights, the order and the dropout.
  ///   - threads: the threads; nil for one per processor.
  /// - Throws: `ShapeError` and `TrainingError`.
  init(
    training examples: Examples,
    features: Int,
    classes: Int,
    steps: Int,
    settings: Settings,
    seed: Int,
    threads: Int?
  ) throws {
    standardization = Standardization(of: examples.sequences, features: features)
    (self.features, self.steps) = (features, steps)
    let data = SequenceDataset(
      examples.sequences.map { [standardization] in standardization($0) },
      labels: examples.labels,
      features: features,
      steps: steps
    )
    let network = try Network(input: data.shape, layers: Self.layers(settings, classes: classes))
    let options = TrainingOptions(
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      shardSize: 16,
      learningRate: settings.learningRate,
      schedule: .cosine(warmUp: 1, floor: 0),
      clipNorm: 1,
      seed: seed,
      threads: threads
    )
    let trainer = Trainer(
      options: options,
      loss: SoftmaxCrossEntropy(),
      optimizer: AdamW(weightDecay: settings.weightDecay)
    )
    predictor = Predictor(try trainer.train(Model(network, seed: seed), on: data).last, threads: threads)
  }

  /// The most probable class of each sequence.
  func classes(of sequences: [[Float]]) -> [Int] {
    let data = SequenceDataset(
      sequences.map { standardization($0) },
      labels: Array(repeating: 0, count: sequences.count),
      features: features,
      steps: steps
    )
    return predictor.outputs(count: data.count) { data.load($0, epoch: nil, into: $1) }.map { answer in
      answer.output.indices.max { answer.output[$0] < answer.output[$1] } ?? 0
    }
  }
}

/// The share of right answers.
func accuracy(_ answers: [Int], _ labels: [Int]) -> Double {
  Double(zip(answers, labels).count { $0 == $1 }) / Double(labels.count)
}
