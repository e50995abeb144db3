extension Model {
  /// The model without the second way of the ``Parallel`` that ends it; nil where no fork does.
  public var droppingAuxiliaryHead: Model? {
    guard let fork = network.layers.last as? Parallel,
      let network = try? Network(
        input: network.input,
        layers: network.layers.dropLast() + fork.first
      )
    else { return nil }
    // The parameters of the first way stand before those of the second, which are the last.
    return Model(network, parameters: Array(parameters.prefix(network.parameterCount)))
  }

  /// The model with the parameters of another in place of its own; those of a second way stay.
  ///
  /// - Parameter other: a model of tensors of the same shapes in the same order, but for those of a second way. The
  ///   sizes of images may differ, where no dense layer depends on them.
  /// - Returns: nil where the tensors are others.
  public func beginning(with other: Model) -> Model? {
    let (own, others) = ((droppingAuxiliaryHead ?? self).network.plan, other.network.plan)
    guard own.parameters.map(\.shape) == others.parameters.map(\.shape) else { return nil }
    return Model(network, parameters: other.parameters + parameters[other.parameters.count...])
  }
}
