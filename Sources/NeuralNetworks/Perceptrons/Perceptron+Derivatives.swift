extension Perceptron {
  /// The derivatives of S = Σ (α y + **v** · ∂y/∂**x**) with respect to the parameters, summed over examples.
  ///
  /// With it, a loss can depend on derivatives of the output with respect to the inputs, as on forces. The pass is
  /// exact: tangents along **v** go forwards with the values, and both are differentiated backwards (Pearlmutter,
  /// Neural Comput. 6, 147, 1994). The perceptron must have one output.
  ///
  /// - Parameters:
  ///   - inputs: **x**, example after example.
  ///   - outputWeights: α of each example.
  ///   - direction: **v**, example after example.
  ///   - gradient: the derivatives are added to it, in the order of ``parameters``.
  public func addGradient(
    of inputs: [Double],
    outputWeights: [Double],
    direction: [Double],
    to gradient: inout [Double]
  ) {
    precondition(widths.last == 1, "derivatives with respect to inputs need one output, not \(widths.last ?? 0)")
    precondition(gradient.count == parameters.count, "\(gradient.count) derivatives, not \(parameters.count)")
    let pass = pass(inputs, direction: direction)
    let count = pass.values[0].rows
    // Derivatives of S with respect to the values and to their tangents.
    var slope = DoubleMatrix(outputWeights, rows: count, columns: 1)
    var tangentSlope = DoubleMatrix(rows: count, columns: 1, repeating: 1)
    for (layer, range) in weightRanges.enumerated().reversed() {
      let (activation, units) = (activations[layer], widths[layer + 1])
      let (value, sum) = (pass.values[layer + 1].elements, pass.sums[layer].elements)
      activation.multiplyDerivative(into: &slope.elements, value: value)
      for i in value.indices {
        slope.elements[i] += activation.secondDerivative(value: value[i]) * sum[i] * tangentSlope.elements[i]
      }
      activation.multiplyDerivative(into: &tangentSlope.elements, value: value)
      slope.addTransposedProduct(with: pass.values[layer], to: &gradient, at: range.lowerBound)
      tangentSlope.addTransposedProduct(with: pass.tangents[layer], to: &gradient, at: range.lowerBound)
      for row in 0..<count {
        for unit in 0..<units { gradient[range.upperBound + unit] += slope.elements[row * units + unit] }
      }
      guard layer > 0 else { continue }
      slope = slope.product(with: parameters, in: range, columns: widths[layer], isTransposed: false)
      tangentSlope = tangentSlope.product(with: parameters, in: range, columns: widths[layer], isTransposed: false)
    }
  }
}
