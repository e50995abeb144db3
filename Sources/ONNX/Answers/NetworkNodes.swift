import Imaging
import NeuralNetworks
import ONNXSchema
import SymmetryClassification

/// The networks of a classifier, as `ClassifierPredictor`: the mean over mirror images and the members of an ensemble.
struct NetworkNodes {
  /// The logits before the temperature of the classifier and its Laue classes, N × classes.
  let logits: Value
  /// The features of the first network, N × features; nil if no part of the classifier needs them.
  let features: Value?

  /// - Throws: `ONNXError.unsupportedLayer`.
  init(_ classifier: Classifier, _ input: Value) throws(ONNXError) {
    let graph = input.graph
    let isMirrored = classifier.averagesMirrorImage
    func withMirrorImages() -> Value {
      input.concatenated(with: [input.slice(3, from: -1, to: .min, step: -1)], axis: 0)
    }
    let images = isMirrored ? withMirrorImages() : input
    func mean(_ values: Value) -> Value {
      guard isMirrored else { return values }
      let halves = graph.nodes("Split", [values], [Attribute("axis", 0)], types: [.float, .float])
      return (halves[0] + halves[1]) / 2
    }
    let layers = LayerNodes(graph, prefix: "")
    let (last, beforeLast) = try layers.outputs(of: classifier.model, images)
    let first = layers.flat(last).value
    let isSplit = ClassifierPredictor.takesFeaturesBeforeLastLayer(of: classifier.model)
    let needsFeatures = classifier.laueHead != nil || classifier.outOfDistributionDetector != nil
    features = needsFeatures ? mean(isSplit ? layers.flat(beforeLast).value : first) : nil
    guard let ensemble = classifier.ensemble else {
      logits = mean(first)
      return
    }
    var members = [first]
    for (index, model) in ensemble.others.enumerated() {
      let layers = LayerNodes(graph, prefix: "members.\(index + 1).")
      let resized = Self.resized(images, of: classifier.preprocessing, to: model.network.input.width)
      members.append(layers.flat(try layers.outputs(of: model, resized).last).value)
    }
    let probabilities = zip(members, ensemble.temperatures).map { $1.probabilities($0) }
    let sum = probabilities.dropFirst().reduce(probabilities[0]) { $0 + $1 }
    // The logarithm of 0 is not finite.
    let pooled = (sum / Double(members.count)).atLeast(Double(Float.leastNormalMagnitude)).logarithm
    logits = mean(pooled)
  }

  /// The inputs of a network of another size, as `Preprocessing.input(_:resizedTo:)`.
  private static func resized(_ images: Value, of preprocessing: Preprocessing, to size: Int) -> Value {
    guard size != preprocessing.size else { return images }
    let graph = images.graph
    let mask = preprocessing.circularMask ? CircularMask(width: size, height: size) : nil
    let disc = mask.map { graph.floats($0.weights, shape: [1, 1, size, size]) }
    let squares = FittingNodes(graph, size: size, fit: .crop).fitted(images)
    return ScalingNodes(graph, .standardize, size: size, mask: mask, weights: disc).scaled(squares)
  }
}

extension Temperature {
  /// The probabilities for logits, N × classes.
  func probabilities(_ logits: Value) -> Value {
    logits.graph.node("Softmax", [logits / value], [Attribute("axis", 1)])
  }
}
