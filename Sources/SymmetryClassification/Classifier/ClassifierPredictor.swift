import Foundation
import Imaging
import NeuralNetworks
import Workers

/// A classifier with packed weights and a fixed number of threads, for classifying many images.
///
/// A prediction depends on its image alone, to the last bit: neither on the images it is batched with nor on the
/// number of threads.
public final class ClassifierPredictor: Sendable {
  /// The networks' outputs for one image.
  struct Output: Sendable {
    /// One logit per class, before the temperature.
    ///
    /// Those of a single network are its outputs. Those of an ensemble are ln of the members' mean probabilities,
    /// each member with its own temperature.
    var logits: [Float]
    /// The input of the first network's last dense layer, or its outputs if it ends with another layer.
    var features: [Float]
    /// The logarithms of the weights of the Laue classes; empty for a model without this output.
    var laue: [Float] = []
  }

  /// The classifier.
  public let classifier: Classifier
  private let members: [Member]
  private let temperatures: [Temperature]
  package let pool: WorkerPool
  /// The number of images whose inputs are kept at a time for the members of an ensemble.
  private static let chunk = 256

  init(_ classifier: Classifier, threads: Int?) {
    self.classifier = classifier
    members = classifier.networksForInference.map { Member($0, threads: threads) }
    temperatures = classifier.ensemble?.temperatures ?? [.unscaled]
    pool = WorkerPool(threads: threads)
  }

  /// Classifies an image.
  ///
  /// - Parameter image: an image of any size, as it was read.
  /// - Returns: its prediction.
  /// - Throws: `ClassificationError.nonFiniteOutputs`.
  public func predict(_ image: GrayImage) throws(ClassificationError) -> Prediction { try predict([image])[0] }

  /// Classifies images.
  ///
  /// - Parameter images: images of any sizes, as they were read.
  /// - Returns: one prediction per image, in their order.
  /// - Throws: `ClassificationError.nonFiniteOutputs`.
  public func predict(_ images: [GrayImage]) throws(ClassificationError) -> [Prediction] {
    try predict(resized: pool.map(images.count) { classifier.preprocessing.compacted(images[$0]) })
  }

  /// Classifies images that were resized already.
  ///
  /// - Parameter images: results of `Preprocessing.compacted(_:)` with the classifier's preprocessing.
  /// - Returns: one prediction per image, in their order.
  /// - Throws: `ClassificationError.nonFiniteOutputs`.
  public func predict(resized images: [CompactImage]) throws(ClassificationError) -> [Prediction] {
    try predict(resized: images) { "image \($0)" }
  }

  /// Classifies resized images, which errors call by the names that `name` gives to their indices.
  func predict(resized images: [CompactImage], name: (Int) -> String) throws(ClassificationError) -> [Prediction] {
    var predictions: [Prediction] = []
    for (index, result) in results(for: images).enumerated() {
      guard let result else { throw .nonFiniteOutputs(image: name(index)) }
      predictions.append(result)
    }
    return predictions
  }

  /// Classifies the inputs of a data set, such as simulated patterns.
  ///
  /// - Parameters:
  ///   - dataset: inputs that are already in the form that the network takes; they are loaded without epoch.
  ///   - processes: the processes that share the work; each has the same data set and gets all predictions.
  /// - Returns: one prediction per input, in their order.
  /// - Throws: the errors of the data set, and `ClassificationError.nonFiniteOutputs`; in a group of processes
  ///   `ProcessFailure`.
  public func predict(
    inputsOf dataset: some Dataset,
    processes: any ProcessGroup = SingleProcess()
  ) throws -> [Prediction] {
    precondition(dataset.shape == classifier.model.network.input, "inputs of \(dataset.shape)")
    return try WorkQueue.map(Array(0..<dataset.count), among: processes) { [self] part in
      try outputs(count: part.count) { index, input in
        _ = try dataset.load(part[index], epoch: nil, into: input)
        return ImageProperties(input.readOnly.array, of: self)
      }.enumerated().map { index, output in
        guard let prediction = prediction(output.output, output.extra) else {
          throw ClassificationError.nonFiniteOutputs(image: "input \(part[index])")
        }
        return prediction
      }
    }
  }

  /// The predictions for resized images; nil if outputs are not finite.
  func results(for images: [CompactImage]) -> [Prediction?] {
    outputs(count: images.count) { index, input in
      let image = images[index].image
      let pixels = classifier.preprocessing.normalized(image)
      input.copy(pixels)
      return ImageProperties(pixels, isBlank: image.isBlank, of: self)
    }.map { prediction($0.output, $0.extra) }
  }

  /// The properties of an image that do not depend on the network.
  private struct ImageProperties: Sendable {
    let isBlank: Bool
    let statistics: PatternStatistics?

    init(_ input: [Float], isBlank: Bool = false, of predictor: ClassifierPredictor) {
      self.isBlank = isBlank
      statistics = predictor.classifier.outOfDistributionDetector == nil ? nil : PatternStatistics(input: input)
    }
  }

  private func prediction(_ output: Output, _ image: ImageProperties) -> Prediction? {
    let probabilities = classifier.calibration.temperature.probabilities(output.logits)
    guard probabilities.allSatisfy(\.isFinite) else { return nil }
    return Prediction(
      probabilities: probabilities,
      laueClasses: classifier.laueHead?.probabilities(probabilities, by: output.laue),
      isBlank: image.isBlank,
      outOfDistributionScores: image.statistics.flatMap {
        classifier.outOfDistributionDetector?.scores(
          OutOfDistributionDetector.Sample(features: output.features, statistics: $0)
        )
      }
    )
  }

  /// The outputs and statistics of resized images, in their order.
  func samples(for images: [CompactImage]) -> [(logits: [Float], sample: OutOfDistributionDetector.Sample)] {
    outputs(count: images.count) { index, input in
      let pixels = classifier.preprocessing.normalized(images[index].image)
      input.copy(pixels)
      return PatternStatistics(input: pixels)
    }.map { output, statistics in
      (output.logits, OutOfDistributionDetector.Sample(features: output.features, statistics: statistics))
    }
  }

  /// True if the features of a model are the input of its last dense layer, false if they are its outputs.
  package static func takesFeaturesBeforeLastLayer(of model: Model) -> Bool { Member.isSplit(model) }

  /// The number of features that come with a model's outputs.
  static func featureCount(of model: Model) -> Int {
    Member.isSplit(model) ? model.network.plan.steps.last?.inputShape.count ?? 0 : model.network.output.count
  }

  /// The networks' outputs for `count` inputs, in their order.
  ///
  /// - Parameters:
  ///   - count: the number of inputs.
  ///   - load: writes the input of an index into the view; it is called once per input, on several threads.
  /// - Returns: each output with the value that `load` returned for it.
  /// - Throws: the error of the first input, in their order, that could not be loaded.
  func outputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: Output, extra: Extra)] {
    let outputs =
      classifier.averagesMirrorImage
      ? try meanOutputs(count: count, load: load) : try networkOutputs(count: count, load: load)
    guard let head = classifier.laueHead else { return outputs }
    return outputs.map { output, extra in
      let laue = head.logarithms(of: output.features)
      let logits = head.adjusted(output.logits, by: laue)
      return (Output(logits: logits, features: output.features, laue: laue), extra)
    }
  }

  /// As `networkOutputs(count:load:)`, for the means over inputs and their mirror images.
  private func meanOutputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: Output, extra: Extra)] {
    let mirror: @Sendable (MutableTensorView) -> Void = { [size = classifier.preprocessing.size] in
      $0.mirrorRows(width: size)
    }
    let both: [(output: Output, extra: Extra)]
    if members.count == 1 {
      both = try members[0].predictor.outputs(count: count, copies: 2, load: load, change: mirror)
        .map { (members[0].output($0.output), $0.extra) }
    } else {
      both = try networkOutputs(count: 2 * count) { (index, input) throws(Failure) -> Extra in
        let extra = try load(index / 2, input)
        if index % 2 == 1 { mirror(input) }
        return extra
      }
    }
    func mean(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { ($0 + $1) / 2 } }
    return (0..<count).map { index in
      let (image, mirrored) = (both[2 * index], both[2 * index + 1].output)
      let output = Output(
        logits: mean(image.output.logits, mirrored.logits),
        features: mean(image.output.features, mirrored.features)
      )
      return (output, image.extra)
    }
  }

  /// The networks' outputs for `count` inputs, without Laue classes.
  private func networkOutputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: Output, extra: Extra)] {
    guard members.count > 1 else {
      return try members[0].predictor.outputs(count: count, load: load).map { (members[0].output($0.output), $0.extra) }
    }
    var results: [(output: Output, extra: Extra)] = []
    results.reserveCapacity(count)
    for first in stride(from: 0, to: count, by: Self.chunk) {
      let loaded = try members[0].predictor.outputs(count: min(Self.chunk, count - first)) {
        (index, view) throws(Failure) -> (extra: Extra, input: [Float]) in
        let extra = try load(first + index, view)
        return (extra, view.readOnly.array)
      }
      var outputs = loaded.map { members[0].output($0.output) }
      var probabilities = outputs.map { [temperatures[0].probabilities($0.logits)] }
      for (member, temperature) in zip(members, temperatures).dropFirst() {
        let others = member.predictor.outputs(count: loaded.count) { index, view in
          view.copy(classifier.preprocessing.input(loaded[index].extra.input, resizedTo: member.size))
        }
        for (index, other) in others.enumerated() {
          probabilities[index].append(temperature.probabilities(member.output(other.output).logits))
        }
      }
      for index in outputs.indices {
        outputs[index].logits = Self.pooled(probabilities[index])
        results.append((outputs[index], loaded[index].extra.extra))
      }
    }
    return results
  }

  /// ln of the members' mean probability of each class.
  private static func pooled(_ probabilities: [[Float]]) -> [Float] {
    probabilities[0].indices.map { k in
      let mean = probabilities.reduce(0) { $0 + $1[k] } / Float(probabilities.count)
      // The logarithm of 0 is not finite, which would count as the output of a damaged model.
      return log(mean < .leastNormalMagnitude ? .leastNormalMagnitude : mean)
    }
  }
}

/// A network, split into its last dense layer and the layers before it.
private struct Member: Sendable {
  let predictor: Predictor
  /// The width and height of the input.
  let size: Int
  /// The last dense layer's weights, one row per class, and biases; nil if the network ends with another layer.
  private let head: (weights: [Float], bias: [Float])?
  private static let maximumFeatures = 512

  /// True if the last layer is computed separately.
  static func isSplit(_ model: Model) -> Bool {
    guard let last = model.network.plan.steps.last, let dense = last.layer as? Dense else { return false }
    return dense.activation == .identity && last.inputShape.count <= maximumFeatures && model.network.layers.count > 1
  }

  init(_ model: Model, threads: Int?) {
    let folded = model.foldingNormalization()
    let layers = folded.network.layers
    size = model.network.input.width
    guard Self.isSplit(folded), let dense = layers.last as? Dense else {
      predictor = Predictor(folded, threads: threads)
      head = nil
      return
    }
    let (body, tail) = folded.split(after: layers.count - 2)
    predictor = Predictor(body, threads: threads)
    let weights = dense.units * tail.network.input.count
    head = (
      Array(tail.parameters[..<weights]),
      dense.bias ? Array(tail.parameters[weights...]) : [Float](repeating: 0, count: dense.units)
    )
  }

  func output(_ features: [Float]) -> ClassifierPredictor.Output {
    guard let head else { return .init(logits: features, features: features) }
    let logits = head.bias.indices.map { unit in
      var sum = head.bias[unit]
      let row = unit * features.count
      for index in features.indices { sum += head.weights[row + index] * features[index] }
      return sum
    }
    return .init(logits: logits, features: features)
  }
}

extension GrayImage {
  /// True if all pixels are equal, up to the rounding errors of resampling.
  fileprivate var isBlank: Bool {
    guard let low = pixels.min(), let high = pixels.max() else { return true }
    // Half of the smallest step of a 16-bit image.
    return high - low <= max(abs(low), abs(high)) / 131_072
  }
}

extension MutableTensorView {
  /// Reverses the order of the values in each row.
  fileprivate func mirrorRows(width: Int) {
    for start in stride(from: 0, to: count, by: width) {
      for column in 0..<width / 2 {
        let (left, right) = (start + column, start + width - 1 - column)
        (self[left], self[right]) = (self[right], self[left])
      }
    }
  }
}
