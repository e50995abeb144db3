/// A fully connected layer: y = f(W x + b), with W of units × inputs.
///
/// Accepts any shape; maps are read as one vector, channel by channel and row by row.
public struct Dense: Layer, Equatable {
  /// The number of outputs.
  public var units: Int
  /// True if the layer has a bias b.
  public var bias: Bool
  /// The activation f, applied inside the layer.
  public var activation: ActivationFunction

  /// Creates the layer.
  public init(units: Int, bias: Bool = true, activation: ActivationFunction = .identity) {
    self.units = units
    self.bias = bias
    self.activation = activation
  }

  /// The code that creates it.
  public var description: String {
    "Dense(units: \(units)" + (bias ? "" : ", bias: false")
      + (activation == .identity ? "" : ", activation: .\(activation)") + ")"
  }

  /// `units` features.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard units > 0 else { throw ShapeError(self, "needs at least one unit") }
    guard units <= LayerLimits.extent else { throw ShapeError(self, "has more than \(LayerLimits.extent) units") }
    return Shape(features: units)
  }

  /// `weight` of [units, inputs] and `bias` of [units].
  public func parameters(for input: Shape) -> [ParameterSpecification] {
    let initializer = Initializer.suited(to: activation, fanIn: input.count, fanOut: units)
    let weight = ParameterSpecification(
      name: "weight",
      shape: [units, input.count],
      initializer: initializer,
      role: .weight
    )
    guard bias else { return [weight] }
    return [weight, ParameterSpecification(name: "bias", shape: [units], initializer: .zeros, role: .bias)]
  }

  /// The sum before an activation whose derivative needs it.
  public func memory(for input: Shape) -> MemoryRequirements {
    MemoryRequirements(savedPerExample: activation.needsInput ? units : 0)
  }

  /// Fuses an activation.
  public func fused(with following: [FusibleOperation], for input: Shape) -> (layer: any Layer, count: Int)? {
    guard activation == .identity, case .activation(let function)? = following.first else { return nil }
    return (Dense(units: units, bias: bias, activation: function), 1)
  }

  /// True without an activation.
  public var isLinear: Bool { activation == .identity }

  /// The layer with scaled weights and a bias; nil if it has an activation.
  public func absorbing(
    _ transform: ChannelTransform,
    into parameters: [Float],
    for input: Shape
  ) -> (layer: any Layer, parameters: [Float])? {
    guard isLinear else { return nil }
    return (Dense(units: units), transform.folded(into: parameters, hasBias: bias))
  }

  /// units × inputs.
  public func multiplyAdds(for input: Shape) -> Int { units * input.count }

  private func weight(_ parameters: TensorView, inputs: Int) -> Matrix {
    Matrix(parameters[0..<units * inputs], rows: units, columns: inputs)
  }

  /// y = f(W x + b).
  public func forward(_ pass: ForwardPass) {
    let inputs = pass.inputShape.count
    let weight = weight(pass.parameters, inputs: inputs)
    if pass.isTraining {
      let x = Matrix(pass.input, rows: pass.exampleCount, columns: inputs)
      MutableMatrix(pass.output, rows: pass.exampleCount, columns: units).multiply(x, weight.transposed)
    } else {
      // A fixed order of summation: a prediction must not depend on the other examples of its batch.
      Kernels.matrixVector(
        pass.parameters[0..<units * inputs],
        rows: units,
        columns: inputs,
        pass.input,
        examples: pass.exampleCount,
        into: pass.output
      )
    }
    if bias {
      let bias = pass.parameters[units * inputs..<units * inputs + units]
      for example in 0..<pass.exampleCount { pass.output(example).add(bias) }
    }
    if activation.needsInput && pass.isTraining { pass.saved.copy(pass.output.readOnly) }
    activation.apply(pass.output)
  }

  /// dz = f′(z) dy; db = Σ dz; dW = Σ dz xᵀ; dx = Wᵀ dz.
  public func backward(_ pass: BackwardPass) {
    let inputs = pass.inputShape.count
    let z = pass.outputGradient
    activation.multiplyDerivative(into: z, output: pass.output, input: pass.saved.readOnly)
    let gradient = Matrix(z.readOnly, rows: pass.exampleCount, columns: units)
    if bias {
      let bias = pass.parameterGradient[units * inputs..<units * inputs + units]
      for example in 0..<pass.exampleCount { bias.add(pass.outputGradient(example).readOnly) }
    }
    let x = Matrix(pass.input, rows: pass.exampleCount, columns: inputs)
    MutableMatrix(pass.parameterGradient[0..<units * inputs], rows: units, columns: inputs).multiply(
      gradient.transposed,
      x,
      accumulate: true
    )
    guard let inputGradient = pass.inputGradient else { return }
    MutableMatrix(inputGradient, rows: pass.exampleCount, columns: inputs).multiply(
      gradient,
      weight(pass.parameters, inputs: inputs)
    )
  }
}
