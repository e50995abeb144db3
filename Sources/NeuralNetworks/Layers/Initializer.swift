import RandomNumbers

/// The distribution of a parameter's initial values.
public enum Initializer: Sendable, Equatable {
  /// All zero.
  case zeros
  /// All one.
  case ones
  /// Normal with variance 2 / fanIn, for layers with ReLU and similar activations.
  ///
  /// After He et al., ICCV 2015.
  case heNormal(fanIn: Int)
  /// Uniform within ±√(6 / (fanIn + fanOut)), for other layers.
  ///
  /// After Glorot and Bengio, AISTATS 2010.
  case glorotUniform(fanIn: Int, fanOut: Int)

  /// Writes the initial values.
  public func fill(_ values: MutableTensorView, using generator: inout KeyedGenerator) {
    switch self {
    case .zeros: values.fill(0)
    case .ones: values.fill(1)
    case .heNormal(let fanIn):
      let deviation = (2 / Float(max(fanIn, 1))).squareRoot()
      for i in 0..<values.count { values[i] = deviation * generator.normal() }
    case .glorotUniform(let fanIn, let fanOut):
      let bound = (6 / Float(max(fanIn + fanOut, 1))).squareRoot()
      for i in 0..<values.count { values[i] = generator.uniform(in: -bound...bound) }
    }
  }

  /// He's for ReLU and similar activations, Glorot's for the others.
  static func suited(to activation: ActivationFunction, fanIn: Int, fanOut: Int) -> Initializer {
    switch activation {
    case .relu, .leakyReLU, .silu, .softplus: .heNormal(fanIn: fanIn)
    case .identity, .sigmoid, .tanh: .glorotUniform(fanIn: fanIn, fanOut: fanOut)
    }
  }
}
