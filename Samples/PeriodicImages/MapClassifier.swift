import NeuralNetworks

/// A convolutional network for plane groups, and its training.
struct MapClassifier {
  /// The factor by which the two strides reduce a map: rolls by its multiples move features by whole places.
  static let stride = 4

  private let predictor: Predictor

  /// Four convolutions whose last features see the whole map, averaged over the map.
  static func layers(_ padding: Padding) -> [any Layer] {
    [
      Conv2D(filters: 16, kernel: 5, padding: padding, activation: .relu),
      Conv2D(filters: 24, kernel: 5, stride: 2, padding: padding, activation: .relu),
      Conv2D(filters: 32, kernel: 5, stride: 2, padding: padding, activation: .relu),
      Conv2D(filters: 48, kernel: 5, padding: padding, activation: .relu), GlobalAveragePool2D(),
      Dense(units: PlaneGroup.allCases.count),
    ]
  }

  /// Trains a network on fresh maps.
  init(_ padding: Padding, maps: Int, epochs: Int, seed: Int, threads: Int?) throws {
    let data = DensityMaps(key: 1000 + seed, count: maps)
    let network = try Network(input: data.shape, layers: Self.layers(padding))
    let options = TrainingOptions(
      epochs: epochs,
      batchSize: 32,
      shardSize: 8,
      learningRate: 2e-3,
      schedule: .cosine(warmUp: 0.5, floor: 0),
      clipNorm: 1,
      seed: seed,
      threads: threads
    )
    let result = try Trainer(options: options, loss: SoftmaxCrossEntropy()).train(Model(network, seed: seed), on: data)
    predictor = Predictor(result.last, threads: threads)
  }

  /// The most probable group of each map.
  func groups(of maps: [[Float]]) -> [Int] {
    predictor.outputs(for: maps).map { output in output.indices.max { output[$0] < output[$1] } ?? 0 }
  }
}
