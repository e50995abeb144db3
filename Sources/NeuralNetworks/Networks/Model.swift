import RandomNumbers

/// A network and one flat vector of its parameters.
///
/// A model is a value: keeping the best one is an assignment.
public struct Model: Sendable {
  /// The architecture.
  public let network: Network
  /// All parameters, tensor after tensor in the order of `network.plan.parameters`.
  public var parameters: [Float]

  /// Creates a model with first values from a seed; each tensor draws from its own stream.
  public init(_ network: Network, seed: Int) {
    self.network = network
    parameters = [Float](repeating: 0, count: network.parameterCount)
    let specifications = network.plan.parameters
    parameters.withMutableTensorView { view in
      var start = 0
      for (index, specification) in specifications.enumerated() {
        var generator = KeyedGenerator(seed, Self.initializationKey, index)
        specification.initializer.fill(
          view[start..<start + specification.count],
          using: &generator
        )
        start += specification.count
      }
    }
  }

  /// Creates a model with given parameters, as many as the network has.
  public init(_ network: Network, parameters: [Float]) {
    precondition(
      parameters.count == network.parameterCount,
      "\(parameters.count) parameters for a network of \(network.parameterCount)"
    )
    self.network = network
    self.parameters = parameters
  }

  // Keeps the stream of first values apart from those of shuffling, dropout and augmentation.
  private static let initializationKey = -1
}
