import RandomNumbers

/// A network and one flat vector of its parameters.
///
/// A model is a value; an assignment copies it.
public struct Model: Sendable {
  /// The architecture.
  public let network: Network
  /// All parameters, tensor after tensor in the order of `network.plan.parameters`.
  public var parameters: [Float]

  /// Creates a model with initial values from a seed; each tensor has a random stream of its own.
  public init(_ network: Network, seed: Int) {
    self.network = network
    parameters = [Float](repeating: 0, count: network.parameterCount)
    let specifications = network.plan.parameters
    parameters.withMutableTensorView { view in
      var start = 0
      for (index, specification) in specifications.enumerated() {
        var generator = KeyedGenerator(seed, Self.initializationKey, index)
        specification.initializer.fill(view[start..<start + specification.count], using: &generator)
        start += specification.count
      }
    }
  }

  /// Creates a model with given parameters, one for each scalar of the network.
  public init(_ network: Network, parameters: [Float]) {
    precondition(
      parameters.count == network.parameterCount,
      "\(parameters.count) parameters for a network of \(network.parameterCount)"
    )
    self.network = network
    self.parameters = parameters
  }

  // Separates the initial values' streams from those of shuffling, dropout and augmentation.
  private static let initializationKey = -1

  /// Cuts the model after one of its layers.
  ///
  /// - Parameter index: the index of a layer that is not the last.
  /// - Returns: the model of the layers up to and including that layer, and the model of the rest, which takes the
  ///   output of the first.
  public func split(after index: Int) -> (body: Model, tail: Model) {
    let (layers, step) = (network.layers, network.plan.steps[index])
    precondition(index < layers.count - 1, "no layer follows layer \(index)")
    guard let body = try? Network(input: network.input, layers: Array(layers[...index])),
      let tail = try? Network(input: step.outputShape, layers: Array(layers[(index + 1)...]))
    else { preconditionFailure("a part of a network is a network") }
    let cut = step.parameterRange.upperBound
    return (Model(body, parameters: Array(parameters[..<cut])), Model(tail, parameters: Array(parameters[cut...])))
  }

  /// The model without the second branch of the ``Parallel`` that ends it; nil if it ends in another layer.
  public var droppingAuxiliaryHead: Model? {
    guard let parallel = network.layers.last as? Parallel,
      let network = try? Network(input: network.input, layers: network.layers.dropLast() + parallel.first)
    else { return nil }
    // The parameters of the second branch are the last ones.
    return Model(network, parameters: Array(parameters.prefix(network.parameterCount)))
  }

  /// The model with the parameters of another one; an auxiliary head keeps its own.
  ///
  /// - Parameter other: a model of tensors of the same shapes in the same order, except for those of an auxiliary head.
  ///   The sizes of images may differ if no dense layer depends on them.
  /// - Returns: nil if the shapes differ.
  public func beginning(with other: Model) -> Model? {
    let (own, others) = ((droppingAuxiliaryHead ?? self).network.plan, other.network.plan)
    guard own.parameters.map(\.shape) == others.parameters.map(\.shape) else { return nil }
    return Model(network, parameters: other.parameters + parameters[other.parameters.count...])
  }
  /// The model with the parameters of another one in all layers but the last, which keeps its own.
  ///
  /// - Parameter other: a model whose layers before the last one have tensors of the same shapes in the same order.
  /// - Returns: nil if the shapes differ.
  public func beginning(withBodyOf other: Model) -> Model? {
    let (own, others) = (network.plan.steps.dropLast(), other.network.plan.steps.dropLast())
    guard own.flatMap(\.parameters).map(\.shape) == others.flatMap(\.parameters).map(\.shape) else { return nil }
    let count = own.last?.parameterRange.upperBound ?? 0
    return Model(network, parameters: Array(other.parameters[..<count] + parameters[count...]))
  }
}
