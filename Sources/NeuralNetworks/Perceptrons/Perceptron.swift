import Foundation
import RandomNumbers

/// A small multilayer perceptron in double precision with exact derivatives with respect to its inputs.
///
/// It serves regressions of which derivatives count, such as potential energies and forces:
/// ``addGradient(of:outputWeights:direction:to:)`` differentiates a derivative with respect to the inputs once more,
/// with respect to the parameters. A ``Network`` is for everything larger.
///
/// Layer l computes h_l = f_l(W_l h_(l−1) + b_l). Products run on the calling thread; a result depends on the number of
/// rows that are evaluated at once in its last bits only.
public struct Perceptron: Sendable, Equatable {
  /// The function at the end of a layer.
  public enum Activation: String, Sendable, Codable {
    /// f(z) = z.
    case identity
    /// f(z) = tanh z.
    case tanh
    /// f(z) = max(z, 0).
    case relu
  }

  /// The number of inputs, of units of each hidden layer and of outputs.
  public let widths: [Int]
  /// The activation of each layer.
  public let activations: [Activation]
  /// The weights W of units × inputs, row by row, and the bias b of each layer, from the first layer to the last.
  public var parameters: [Double] {
    didSet { precondition(parameters.count == oldValue.count, "\(parameters.count) parameters, not \(oldValue.count)") }
  }

  /// Creates a perceptron with given parameters.
  ///
  /// - Parameters:
  ///   - widths: the number of inputs, of units of each hidden layer and of outputs.
  ///   - activations: the activation of each layer.
  ///   - parameters: weights and biases in the order of ``parameters``.
  public init(widths: [Int], activations: [Activation], parameters: [Double]) {
    precondition(widths.count >= 2 && widths.allSatisfy { $0 > 0 }, "widths \(widths)")
    precondition(activations.count == widths.count - 1, "\(activations.count) activations, \(widths.count - 1) layers")
    let count = Self.parameterCount(widths)
    precondition(parameters.count == count, "\(parameters.count) parameters, not \(count)")
    (self.widths, self.activations, self.parameters) = (widths, activations, parameters)
  }

  /// Creates a perceptron with random weights and biases of 0.
  ///
  /// Weights are uniform in ±√(6 / (inputs + units)) (Glorot and Bengio, AISTATS 2010), before a ReLU in ±√(6 / inputs)
  /// (He et al., ICCV 2015).
  public init(widths: [Int], activations: [Activation], seed: Int) {
    var generator = KeyedGenerator(seed)
    var parameters: [Double] = []
    for (layer, (inputs, units)) in zip(widths, widths.dropFirst()).enumerated() {
      let fan = activations[layer] == .relu ? inputs : inputs + units
      let limit = Float((6 / Double(fan)).squareRoot())
      parameters += (0..<inputs * units).map { _ in Double(generator.uniform(in: -limit...limit)) }
      parameters += [Double](repeating: 0, count: units)
    }
    self.init(widths: widths, activations: activations, parameters: parameters)
  }

  /// The number of parameters of a perceptron.
  public static func parameterCount(_ widths: [Int]) -> Int {
    zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 }
  }

  /// The positions of the weights of each layer in the parameters; the bias follows.
  var weightRanges: [Range<Int>] {
    var start = 0
    return zip(widths, widths.dropFirst()).map { inputs, units in
      defer { start += (inputs + 1) * units }
      return start..<start + inputs * units
    }
  }

  /// The outputs of several examples.
  ///
  /// - Parameter inputs: example after example.
  /// - Returns: the outputs, example after example.
  public func outputs(of inputs: [Double]) -> [Double] {
    pass(inputs).values.last?.elements ?? []
  }

  /// The output of several examples and its derivatives with respect to the inputs.
  ///
  /// The perceptron must have one output.
  ///
  /// - Parameter inputs: example after example.
  /// - Returns: the outputs, one for each example, and the derivatives, example after example.
  public func outputsAndInputGradients(of inputs: [Double]) -> (outputs: [Double], gradients: [Double]) {
    precondition(widths.last == 1, "derivatives with respect to inputs need one output, not \(widths.last ?? 0)")
    let pass = pass(inputs)
    var slope = DoubleMatrix(rows: pass.values[0].rows, columns: 1, repeating: 1)
    for (layer, range) in weightRanges.enumerated().reversed() {
      activations[layer].multiplyDerivative(into: &slope.elements, value: pass.values[layer + 1].elements)
      slope = slope.product(with: parameters, in: range, columns: widths[layer], isTransposed: false)
    }
    return (pass.values[pass.values.count - 1].elements, slope.elements)
  }

  /// The values h of all layers, starting with the inputs, and their derivatives along a direction.
  struct Pass {
    var values: [DoubleMatrix]
    var tangents: [DoubleMatrix] = []
    /// The tangents of the sums before the activations.
    var sums: [DoubleMatrix] = []
  }

  /// Evaluates all layers.
  ///
  /// - Parameters:
  ///   - inputs: example after example.
  ///   - direction: the derivative of each input along a direction; nil if no tangents are wanted.
  /// - Returns: the values and tangents of all layers.
  func pass(_ inputs: [Double], direction: [Double]? = nil) -> Pass {
    let count = inputs.count / widths[0]
    precondition(count * widths[0] == inputs.count, "\(inputs.count) scalars are no examples of \(widths[0])")
    var pass = Pass(values: [DoubleMatrix(inputs, rows: count, columns: widths[0])])
    if let direction { pass.tangents = [DoubleMatrix(direction, rows: count, columns: widths[0])] }
    for (layer, range) in weightRanges.enumerated() {
      let units = widths[layer + 1]
      let product = { (matrix: DoubleMatrix) in
        matrix.product(with: parameters, in: range, columns: units, isTransposed: true)
      }
      var value = product(pass.values[layer])
      for row in 0..<count {
        for unit in 0..<units { value.elements[row * units + unit] += parameters[range.upperBound + unit] }
      }
      activations[layer].apply(to: &value.elements)
      pass.values.append(value)
      guard direction != nil else { continue }
      var tangent = product(pass.tangents[layer])
      pass.sums.append(tangent)
      activations[layer].multiplyDerivative(into: &tangent.elements, value: value.elements)
      pass.tangents.append(tangent)
    }
    return pass
  }
}

extension Perceptron.Activation {
  /// Replaces z by f(z).
  func apply(to values: inout [Double]) {
    switch self {
    case .identity: break
    case .tanh: for i in values.indices { values[i] = Foundation.tanh(values[i]) }
    case .relu: for i in values.indices { values[i] = max(values[i], 0) }
    }
  }

  /// Multiplies by f′(z), from the value f(z).
  func multiplyDerivative(into slopes: inout [Double], value: [Double]) {
    switch self {
    case .identity: break
    case .tanh: for i in slopes.indices { slopes[i] *= 1 - value[i] * value[i] }
    case .relu: for i in slopes.indices where value[i] <= 0 { slopes[i] = 0 }
    }
  }

  /// f″(z), from the value f(z).
  func secondDerivative(value: Double) -> Double {
    switch self {
    case .identity, .relu: 0
    case .tanh: -2 * value * (1 - value * value)
    }
  }
}
