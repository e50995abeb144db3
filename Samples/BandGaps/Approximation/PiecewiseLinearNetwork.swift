/// A network with one hidden layer of ReLU that joins points of a function by straight lines, without training.
///
/// y(x) = f(x₀) + Σᵢ (sᵢ − sᵢ₋₁) max(0, x − xᵢ) with n equal parts of the interval, their slopes sᵢ and s₋₁ = 0.
/// Its error is at most h² max|f″| / 8 for parts of length h, so that n units come as near to f as desired: the
/// universal approximation theorem for one variable.
struct PiecewiseLinearNetwork: Sendable {
  private let start: Double
  private let knots: [Double]
  private let weights: [Double]

  /// Builds the network of a function on an interval.
  init(_ function: (Double) -> Double, on interval: ClosedRange<Double>, units: Int) {
    precondition(units > 0, "a network needs units")
    let length = (interval.upperBound - interval.lowerBound) / Double(units)
    knots = (0..<units).map { interval.lowerBound + Double($0) * length }
    let slopes = knots.map { (function($0 + length) - function($0)) / length }
    weights = slopes.indices.map { $0 == 0 ? slopes[0] : slopes[$0] - slopes[$0 - 1] }
    start = function(interval.lowerBound)
  }

  /// The output for a number of the interval.
  func callAsFunction(_ x: Double) -> Double {
    zip(knots, weights).reduce(start) { $0 + $1.1 * max(0, x - $1.0) }
  }
}
