/// The minimisation of a function of one variable.
enum GoldenSection {
  /// Finds the minimum by golden-section search around the best point of a grid.
  ///
  /// The method is Kiefer's (Proc. AMS 4, 502, 1953); the grid makes it robust against several local minima.
  ///
  /// - Parameters:
  ///   - range: the range to search.
  ///   - steps: the number of intervals of the grid.
  ///   - function: the function to minimise.
  /// - Returns: the argument of the minimum.
  static func minimum(in range: ClosedRange<Double>, steps: Int = 40, of function: (Double) -> Double) -> Double {
    let step = (range.upperBound - range.lowerBound) / Double(steps)
    let grid = (0...steps).map { range.lowerBound + step * Double($0) }
    let values = grid.map(function)
    var best = 0
    for index in values.indices where values[index] < values[best] { best = index }
    var (low, high) = (grid[Swift.max(0, best - 1)], grid[Swift.min(steps, best + 1)])
    let ratio = (5.0.squareRoot() - 1) / 2
    var (a, b) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atA, atB) = (function(a), function(b))
    while high - low > 1e-6 * (range.upperBound - range.lowerBound) {
      if atA <= atB {
        (high, b, atB) = (b, a, atA)
        a = high - ratio * (high - low)
        atA = function(a)
      } else {
        (low, a, atA) = (a, b, atB)
        b = low + ratio * (high - low)
        atB = function(b)
      }
    }
    let middle = (low + high) / 2
    // The sections only approach a minimum at an end of the range.
    return values[best] <= function(middle) ? grid[best] : middle
  }
}
