import NeuralNetworks

extension Perceptron {
  /// Creates a perceptron from weights by input and unit, as n2p2 and aenet store them; each layer's biases follow its
  /// weights.
  public init(widths: [Int], activations: [Activation], weightsByInput: [Double]) {
    var (parameters, start) = ([Double](), 0)
    for (inputs, units) in zip(widths, widths.dropFirst()) {
      for unit in 0..<units { parameters += (0..<inputs).map { weightsByInput[start + $0 * units + unit] } }
      start += inputs * units
      parameters += weightsByInput[start..<start + units]
      start += units
    }
    self.init(widths: widths, activations: activations, parameters: parameters)
  }
}
