extension Model {
  /// True if integers can compute the first layers of the network.
  ///
  /// It must begin with two convolutions of 3×3 with a stride of 1, the first over a single channel, each followed by
  /// ReLU. Normalisations and 2×2 maximum pooling may stand between, and residual blocks of such convolutions may
  /// follow.
  public var isQuantizable: Bool { QuantizableTrunk(foldingNormalization()) != nil }

  /// The greatest outputs of the convolutions that ``quantized(activationMaxima:)`` computes in integers.
  ///
  /// - Parameters:
  ///   - count: the number of inputs.
  ///   - threads: the number of threads; nil for one per processor. The result does not depend on it.
  ///   - load: writes the input with an index into the view, on one of several threads.
  /// - Returns: one number for each convolution but the last; nil if the model is not quantizable.
  /// - Throws: the errors of `load`.
  public func activationMaxima<Failure: Error>(
    count: Int,
    threads: Int? = nil,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Void
  ) throws(Failure) -> [Float]? {
    guard let trunk = QuantizableTrunk(foldingNormalization()) else { return nil }
    let blocks = trunk.probes.map { $0.map { Predictor($0, threads: threads) } }
    var maxima = [Float](repeating: 0, count: trunk.convolutions.count)
    // Few inputs at a time, since their maps are kept between the blocks.
    let part = 64
    for first in stride(from: 0, to: count, by: part) {
      let size = network.input.count
      let input = Predictor(Self.identity(over: network.input), threads: threads)
      var maps = try input.outputs(count: min(part, count - first)) { (index, view) throws(Failure) in
        try load(first + index, view)
      }.map(\.output)
      assert(maps.allSatisfy { $0.count == size })
      var index = 0
      for block in blocks {
        var outputs: [[Float]] = []
        for predictor in block {
          outputs = predictor.outputs(for: maps)
          maxima[index] = outputs.reduce(maxima[index]) { max($0, $1.max() ?? 0) }
          index += 1
        }
        maps = outputs
      }
    }
    return Array(maxima.dropLast())
  }

  /// The model that copies its input.
  private static func identity(over input: Shape) -> Model {
    guard let network = try? Network(input: input, layers: [Activation(.identity)]) else {
      preconditionFailure("\(input) is the shape of an input")
    }
    return Model(network, parameters: [])
  }

  /// The model for inference with its first convolutions computed in 8-bit integers, and the other layers as they are.
  ///
  /// Its outputs depend neither on the batch nor on the number of threads, and those of the convolutions not on the
  /// processor.
  ///
  /// - Parameter activationMaxima: the result of ``activationMaxima(count:threads:load:)`` on inputs that are typical;
  ///   greater activations are cut off.
  /// - Returns: nil if the model is not quantizable, or for another number of maxima.
  public func quantized(activationMaxima: [Float]) -> Model? {
    let folded = foldingNormalization()
    guard let trunk = QuantizableTrunk(folded), activationMaxima.count == trunk.convolutions.count - 1 else {
      return nil
    }
    let layers: [any Layer] = [QuantizedTrunk(trunk.convolutions, maxima: activationMaxima)]
    let rest = folded.network.plan.steps[trunk.layerCount...]
    guard let network = try? Network(input: network.input, layers: layers + rest.map(\.layer)) else {
      preconditionFailure("a quantized model has the shapes of the model")
    }
    let start = rest.first?.parameterRange.lowerBound ?? folded.parameters.count
    return Model(network, parameters: trunk.parameters + folded.parameters[start...])
  }
}
