import NeuralNetworks

/// The scales of 8-bit answers, measured on patterns: the greatest activations of a classifier's networks.
public struct Quantization: Codable, Sendable, Hashable {
  /// For each network, the first one first, the greatest output of each convolution that is computed in 8 bits but the
  /// last.
  public var activationMaxima: [[Float]]
  /// The number of patterns.
  public var patterns: Int

  /// Creates scales.
  public init(activationMaxima: [[Float]], patterns: Int) {
    (self.activationMaxima, self.patterns) = (activationMaxima, patterns)
  }

  /// The networks with their first convolutions in 8 bits; nil if the scales are not those of these networks.
  func quantized(_ models: [Model]) -> [Model]? {
    guard models.count == activationMaxima.count,
      activationMaxima.joined().allSatisfy({ $0 >= 0 && $0.isFinite })
    else { return nil }
    let quantized = zip(models, activationMaxima).compactMap { $0.quantized(activationMaxima: $1) }
    return quantized.count == models.count ? quantized : nil
  }
}

extension Classifier {
  /// Returns the classifier with scales for 8-bit answers, measured on patterns; see ``measuringScales(on:threads:)``.
  public func measuringScales(on patterns: LabeledPatterns, threads: Int? = nil) -> Classifier {
    do { return try measuringScales(on: dataset(patterns), threads: threads) } catch {
      preconditionFailure("patterns in memory can always be loaded: \(error)")
    }
  }

  /// Returns the classifier with scales for 8-bit answers, measured on inputs.
  ///
  /// - Parameters:
  ///   - dataset: inputs, of which at most 2,000, evenly spaced, are taken.
  ///   - threads: the number of threads; nil for one per processor.
  ///   - processes: the processes that share the work; each has the same data set and gets the result.
  /// - Returns: the classifier, without scales if there are no inputs or a network has no 8-bit form.
  /// - Throws: the errors of the data set; in a group of processes `ProcessFailure`.
  public func measuringScales(
    on dataset: some Dataset,
    threads: Int? = nil,
    processes: any ProcessGroup = SingleProcess()
  ) throws -> Classifier {
    var classifier = self
    classifier.quantization = nil
    guard dataset.count > 0 else { return classifier }
    let step = (dataset.count - 1) / 2000 + 1
    let indices = Array(stride(from: 0, to: dataset.count, by: step))
    var maxima: [[Float]] = []
    for model in networks {
      let parts = try WorkQueue.map(indices, among: processes) { part in
        [
          try model.activationMaxima(count: part.count, threads: threads) { index, input in
            try load(part[index], of: dataset, size: model.network.input.width, into: input)
          }
        ]
      }
      let all = parts.compactMap(\.self)
      guard var own = all.first, all.joined().allSatisfy(\.isFinite) else { return classifier }
      for other in all.dropFirst() { for index in own.indices { own[index] = max(own[index], other[index]) } }
      maxima.append(own)
    }
    classifier.quantization = Quantization(activationMaxima: maxima, patterns: indices.count)
    return classifier
  }

  /// Writes the input of a network of some size.
  private func load(_ index: Int, of dataset: some Dataset, size: Int, into input: MutableTensorView) throws {
    guard size != preprocessing.size else {
      _ = try dataset.load(index, epoch: nil, into: input)
      return
    }
    var first = [Float](repeating: 0, count: dataset.shape.count)
    _ = try first.withMutableTensorView { try dataset.load(index, epoch: nil, into: $0) }
    input.copy(preprocessing.input(first, resizedTo: size))
  }
}
