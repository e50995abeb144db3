import Foundation

/// A scalar function that a layer applies to each of its outputs.
public enum ActivationFunction: String, Codable, Sendable, CaseIterable {
  /// f(x) = x.
  case identity
  /// f(x) = max(0, x).
  case relu
  /// f(x) = x for x ≥ 0, else 0.01 x (Maas, Hannun and Ng, ICML 2013).
  case leakyReLU
  /// f(x) = 1 / (1 + e⁻ˣ).
  case sigmoid
  /// f(x) = tanh x.
  case tanh
  /// f(x) = ln(1 + eˣ).
  case softplus
  /// f(x) = x · sigmoid(x) (Elfwing, Uchibe and Doya, Neural Networks 107, 3, 2018).
  case silu

  private static let leak: Float = 0.01

  /// True if the derivative needs x, which must then be saved; otherwise the output y suffices.
  var needsInput: Bool { self == .silu }

  /// Replaces each x by f(x).
  @inline(__always) func apply(_ values: MutableTensorView) {
    switch self {
    case .identity: break
    // This comparison keeps a NaN, which the check of the loss then finds.
    case .relu: for i in 0..<values.count { values[i] = values[i] < 0 ? 0 : values[i] }
    case .leakyReLU: for i in 0..<values.count { values[i] = values[i] < 0 ? Self.leak * values[i] : values[i] }
    case .sigmoid: for i in 0..<values.count { values[i] = Self.sigmoid(values[i]) }
    case .tanh: for i in 0..<values.count { values[i] = Foundation.tanh(values[i]) }
    case .softplus:
      // max(x, 0) + ln(1 + e^−|x|) never overflows.
      for i in 0..<values.count { values[i] = max(values[i], 0) + log1p(exp(-abs(values[i]))) }
    case .silu: for i in 0..<values.count { values[i] *= Self.sigmoid(values[i]) }
    }
  }

  /// Multiplies each gradient by f′(x), computed from the output y = f(x), or from x if `needsInput`.
  @inline(__always) func multiplyDerivative(into gradient: MutableTensorView, output y: TensorView, input x: TensorView)
  {
    let count = gradient.count
    switch self {
    case .identity: break
    case .relu: Kernels.reluGradient(gradient, output: y)
    case .leakyReLU: for i in 0..<count { gradient[i] = y[i] > 0 ? gradient[i] : Self.leak * gradient[i] }
    case .sigmoid: for i in 0..<count { gradient[i] *= y[i] * (1 - y[i]) }
    case .tanh: for i in 0..<count { gradient[i] *= 1 - y[i] * y[i] }
    // y = ln(1 + eˣ), hence sigmoid(x) = 1 − e⁻ʸ.
    case .softplus: for i in 0..<count { gradient[i] *= -expm1(-y[i]) }
    case .silu:
      for i in 0..<count {
        let s = Self.sigmoid(x[i])
        gradient[i] *= s * (1 + x[i] * (1 - s))
      }
    }
  }

  @inline(__always) private static func sigmoid(_ x: Float) -> Float {
    // Both forms are exact, and each is used where it cannot overflow.
    x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
  }
}
