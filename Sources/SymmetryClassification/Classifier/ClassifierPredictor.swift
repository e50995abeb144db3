import Foundation
import NeuralNetworks

/// A classifier ready to answer: its networks, prepared for several threads.
///
/// An answer depends on its image alone, to the last bit, not on what else is asked or on the number of threads.
public final class ClassifierPredictor: Sendable {
  /// What the networks say of one image.
  public struct Output: Sendable {
    /// One a class, before the temperature.
    ///
    /// Those of a single network are its outputs. Of several networks they are ln of the mean of the members'
    /// probabilities, each member with its own temperature.
    public var logits: [Float]
    /// What the last dense layer of the first network is given, or its outputs where it ends otherwise.
    public var features: [Float]
  }

  private let members: [Member]
  private let temperatures: [Temperature]
  /// How many images several networks take in turn, so that memory does not grow with their number.
  private static let chunk = 256

  /// How many features a model's outputs come with.
  static func featureCount(of model: Model) -> Int {
    Member.isSplit(model)
      ? model.network.plan.steps.last?.inputShape.count ?? 0
      : model.network.output.count
  }

  init(_ models: [Model], temperatures: [Temperature], threads: Int?) {
    members = models.map { Member($0, threads: threads) }
    self.temperatures = temperatures
  }

  /// The logits for one input.
  public func logits(for input: [Float]) -> [Float] {
    outputs(count: 1) { _, view in view.copy(input) }[0].output.logits
  }

  /// What the networks say of `count` images, in their order.
  ///
  /// - Parameters:
  ///   - count: the number of images.
  ///   - load: writes the input of a number into the view, on one of several threads, once.
  /// - Returns: each output with what `load` returned for it.
  /// - Throws: the error of the first input, in their order, that could not be loaded.
  public func outputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: Output, extra: Extra)] {
    guard members.count > 1 else {
      return try members[0].predictor.outputs(count: count, load: load).map {
        (members[0].output($0.output), $0.extra)
      }
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
        let others = member.predictor.outputs(for: loaded.map(\.extra.input))
        for (index, other) in others.enumerated() {
          probabilities[index].append(temperature.probabilities(member.output(other).logits))
        }
      }
      for index in outputs.indices {
        outputs[index].logits = Self.pooled(probabilities[index])
        results.append((outputs[index], loaded[index].extra.extra))
      }
    }
    return results
  }

  /// ln of the mean probability of each class.
  private static func pooled(_ probabilities: [[Float]]) -> [Float] {
    probabilities[0].indices.map { k in
      let mean = probabilities.reduce(0) { $0 + $1[k] } / Float(probabilities.count)
      // The logarithm of 0 would be a number that is not finite, which is said of damaged models alone.
      return log(mean < .leastNormalMagnitude ? .leastNormalMagnitude : mean)
    }
  }
}

/// A network without its last dense layer, and that layer.
private struct Member: Sendable {
  let predictor: Predictor
  /// Row by row, a row a class; nil where the network does not end in a dense layer.
  private let head: (weights: [Float], bias: [Float])?
  private static let maximumFeatures = 512

  /// Whether the last layer is done apart.
  static func isSplit(_ model: Model) -> Bool {
    guard let last = model.network.plan.steps.last, let dense = last.layer as? Dense else {
      return false
    }
    return dense.activation == .identity && last.inputShape.count <= maximumFeatures
      && model.network.layers.count > 1
  }

  init(_ model: Model, threads: Int?) {
    let folded = model.foldingNormalization()
    let layers = folded.network.layers
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
      dense.bias
        ? Array(tail.parameters[weights...]) : [Float](repeating: 0, count: dense.units)
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
