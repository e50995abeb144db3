import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct ActivationFunctionTests {
  static let values: [Float] = [
    -1e30, -100, -30, -5, -1, -0.3, -1e-6, 0, 1e-6, 0.3, 1, 5, 30, 100, 1e30,
  ]

  private func applied(_ function: ActivationFunction, _ x: [Float]) -> [Float] {
    var y = x
    y.withMutableTensorView { function.apply($0) }
    return y
  }

  private func derivative(_ function: ActivationFunction, _ x: [Float]) -> [Float] {
    var gradient = [Float](repeating: 1, count: x.count)
    applied(function, x).withTensorView { y in
      x.withTensorView { x in
        gradient.withMutableTensorView {
          function.multiplyDerivative(into: $0, output: y, input: x)
        }
      }
    }
    return gradient
  }

  @Test(arguments: ActivationFunction.allCases)
  func equalsItsDefinition(function: ActivationFunction) {
    // In double precision, whose exponentials do not overflow within ±100.
    for x in Self.values where abs(x) <= 100 {
      let expected = SlowReference.activation(function, x)
      let error = abs(applied(function, [x])[0] - expected)
      #expect(error <= 2e-6 * abs(expected) + 1e-7, "\(function)(\(x))")
    }
  }

  @Test(arguments: ActivationFunction.allCases)
  func derivativeEqualsTheDifferenceQuotient(function: ActivationFunction) {
    for x in Self.values where abs(x) <= 100 && abs(x) > 1e-3 {
      let step: Float = 0x1p-10
      let (upper, lower) = (x + step, x - step)
      let rise =
        Double(SlowReference.activation(function, upper))
        - Double(SlowReference.activation(function, lower))
      let quotient = Float(rise / Double(upper - lower))
      #expect(abs(derivative(function, [x])[0] - quotient) < 1e-2, "\(function)′(\(x))")
    }
  }

  @Test(arguments: ActivationFunction.allCases)
  func neverOverflows(function: ActivationFunction) {
    for x in Self.values {
      #expect(applied(function, [x])[0].isFinite, "\(function)(\(x))")
      #expect(derivative(function, [x])[0].isFinite, "\(function)′(\(x))")
    }
  }

  @Test(arguments: ActivationFunction.allCases)
  func letsANaNThrough(function: ActivationFunction) {
    #expect(applied(function, [.nan])[0].isNaN)
  }

  @Test func derivativeMultipliesTheGradient() {
    var gradient: [Float] = [3, 3]
    [Float(0), 2].withTensorView { y in
      gradient.withMutableTensorView {
        ActivationFunction.relu.multiplyDerivative(into: $0, output: y, input: y)
      }
    }
    #expect(gradient == [0, 3])
  }
}
