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

/// The numbers in which a classifier computes its answers.
public enum Precision: String, CaseIterable, Sendable {
  /// Floating point of 32 bits.
  case float32
  /// Integers of 8 bits in the convolutions, floating point in the other layers.
  case int8
  /// `int8` if the model has scales and the processor multiplies bytes faster than floats (VNNI), else `float32`.
  case automatic
}

/// A model that cannot answer in 8 bits.
public enum QuantizationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It has no scales.
  case noScales
  /// Its network has no convolutions that integers can compute.
  case noIntegerForm

  /// One sentence: the cause and the remedy.
  public var description: String {
    switch self {
    case .noScales:
      "the model has no scales for 8-bit answers; add them with \"ednet calibrate --scales-only\" on labelled patterns, or "
        + "use --precision float32"
    case .noIntegerForm:
      "the network of the model cannot answer in 8 bits, which needs 3×3 convolutions with a stride of 1 and ReLU as its "
        + "first layers; use --precision float32"
    }
  }
}

extension Classifier {
  /// All networks, the first one first.
  private var networks: [Model] { [model] + (ensemble?.others ?? []) }

  /// The networks as a precision computes them.
  var networksForInference: [Model] {
    guard precision == .int8, let quantized = quantization?.quantized(networks) else { return networks }
    return quantized
  }

  /// Returns the classifier with answers of another precision.
  ///
  /// - Parameter precision: the precision; `automatic` becomes one of the others.
  /// - Throws: `QuantizationError` if it is `int8` and the model cannot answer so.
  public func answering(in precision: Precision) throws(QuantizationError) -> Classifier {
    var classifier = self
    classifier.precision = .float32
    switch precision {
    case .float32: return classifier
    case .automatic where quantization == nil || !Model.hasFastIntegers: return classifier
    case .automatic, .int8: break
    }
    guard networks.allSatisfy(\.isQuantizable) else { throw .noIntegerForm }
    guard let quantization, quantization.quantized(networks) != nil else { throw .noScales }
    classifier.precision = .int8
    return classifier
  }

  /// Returns the classifier with scales for 8-bit answers, measured on inputs.
  ///
  /// - Parameters:
  ///   - dataset: inputs, of which at most 1,000, evenly spaced, are taken.
  ///   - threads: the number of threads; nil for one per processor.
  /// - Returns: the classifier, without scales if there are no inputs or a network has no 8-bit form.
  /// - Throws: the errors of the data set.
  public func measuringScales(on dataset: some Dataset, threads: Int? = nil) throws -> Classifier {
    var classifier = self
    classifier.quantization = nil
    guard dataset.count > 0 else { return classifier }
    let step = (dataset.count - 1) / 1000 + 1
    let count = (dataset.count - 1) / step + 1
    var maxima: [[Float]] = []
    for model in networks {
      let own = try model.activationMaxima(count: count, threads: threads) { index, input in
        _ = try dataset.load(index * step, epoch: nil, into: input)
      }
      guard let own, own.allSatisfy(\.isFinite) else { return classifier }
      maxima.append(own)
    }
    classifier.quantization = Quantization(activationMaxima: maxima, patterns: count)
    return classifier
  }
}
