import Foundation

/// Recurrent layers as their formulas say, in double precision, for one sequence without padding.
public enum RecurrentReference {
  /// The weights of one direction, in PyTorch's order.
  public struct Weights {
    let input: [[Double]], recurrent: [[Double]], inputBias: [Double], recurrentBias: [Double]

    /// Divides a flat list of `inputWeight`, `recurrentWeight`, `inputBias` and `recurrentBias`.
    public init(_ parameters: ArraySlice<Float>, gates: Int, features: Int, units: Int) {
      var rest = parameters.map(Double.init)[...]
      func next(_ count: Int) -> [Double] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      input = (0..<gates * units).map { _ in next(features) }
      recurrent = (0..<gates * units).map { _ in next(units) }
      inputBias = next(gates * units)
      recurrentBias = next(gates * units)
    }

    /// W x + b of all gates.
    func inputs(_ x: [Double]) -> [Double] { zip(input, inputBias).map { $1 + dot($0, x) } }
    /// U h + c of all gates.
    func recurrents(_ h: [Double]) -> [Double] { zip(recurrent, recurrentBias).map { $1 + dot($0, h) } }

    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// The states h of gated recurrent units after each step.
  public static func gru(_ steps: [[Double]], _ weights: Weights, units: Int) -> [[Double]] {
    var h = [Double](repeating: 0, count: units)
    return steps.map { x in
      let (a, u) = (weights.inputs(x), weights.recurrents(h))
      h = (0..<units).map { i in
        let r = sigmoid(a[i] + u[i])
        let z = sigmoid(a[units + i] + u[units + i])
        let n = tanh(a[2 * units + i] + r * u[2 * units + i])
        return (1 - z) * n + z * h[i]
      }
      return h
    }
  }

  /// The states h of long short-term memory after each step.
  public static func lstm(_ steps: [[Double]], _ weights: Weights, units: Int) -> [[Double]] {
    var (h, c) = ([Double](repeating: 0, count: units), [Double](repeating: 0, count: units))
    return steps.map { x in
      let sums = zip(weights.inputs(x), weights.recurrents(h)).map { $0 + $1 }
      for i in 0..<units {
        c[i] = sigmoid(sums[units + i]) * c[i] + sigmoid(sums[i]) * tanh(sums[2 * units + i])
        h[i] = sigmoid(sums[3 * units + i]) * tanh(c[i])
      }
      return h
    }
  }
}
