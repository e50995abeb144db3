extension Model {
  /// The model without the second way of the ``Fork`` that ends it; nil where no fork does.
  public var withoutSecondWay: Model? {
    guard let fork = network.layers.last as? Fork,
      let network = try? Network(
        input: network.input,
        layers: network.layers.dropLast() + fork.first
      )
    else { return nil }
    // The parameters of the first way stand before those of the second, which are the last.
    return Model(network, parameters: Array(parameters.prefix(network.parameterCount)))
  }
}
