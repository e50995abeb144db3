/// Minimizes a smooth function of many variables by the limited-memory BFGS method, in double precision.
///
/// Steps follow the two-loop recursion (Nocedal, Math. Comput. 35, 773, 1980) and a line search for the strong Wolfe
/// conditions (Nocedal and Wright, Numerical Optimization, 2006, algorithms 3.5 and 3.6, with cubic interpolation).
/// Unlike an ``Optimizer``, it needs the function's value and exact gradient: whole batches, no dropout.
public struct LBFGS: Sendable {
  /// The number of steps whose curvature is remembered.
  public var memory: Int
  /// The largest component of the gradient at which the minimization ends.
  public var tolerance: Double

  /// The reason for which a minimization ended.
  public enum End: Sendable, Equatable {
    /// No component of the gradient is larger than the tolerance.
    case converged
    /// All steps are made.
    case stepsMade
    /// No step along the last direction improves the function: rounding limits it.
    case stalled
    /// The observer asked to stop.
    case stopped
  }

  /// A point with the function's value and gradient.
  public struct Point: Sendable, Equatable {
    /// The variables.
    public var position: [Double]
    /// The function's value.
    public var value: Double
    /// The derivatives with respect to the variables.
    public var gradient: [Double]
  }

  /// Creates the method.
  public init(memory: Int = 20, tolerance: Double = 1e-8) { (self.memory, self.tolerance) = (memory, tolerance) }

  /// Minimizes a function.
  ///
  /// - Parameters:
  ///   - start: the first position.
  ///   - steps: the greatest number of steps.
  ///   - function: returns the value and the gradient; a value that is not finite is taken as worse than any other.
  ///   - observer: receives each step's number and point and returns false to stop.
  /// - Returns: the best point and the reason for the end.
  /// - Throws: the error that the function throws.
  public func minimize<Failure: Error>(
    from start: [Double],
    steps: Int,
    _ function: @escaping ([Double]) throws(Failure) -> (value: Double, gradient: [Double]),
    observer: (Int, Point) -> Bool = { _, _ in true }
  ) throws(Failure) -> (point: Point, end: End) {
    func evaluate(_ position: [Double]) throws(Failure) -> Point {
      let (value, gradient) = try function(position)
      return Point(position: position, value: value.isFinite ? value : .infinity, gradient: gradient)
    }
    var point = try evaluate(start)
    var pairs: [CurvaturePair] = []
    for step in 0..<steps {
      if point.gradient.allSatisfy({ abs($0) <= tolerance }) { return (point, .converged) }
      var direction = Self.direction(at: point, pairs: pairs)
      if Self.dot(direction, point.gradient) >= 0 {
        pairs = []
        direction = Self.direction(at: point, pairs: pairs)
      }
      // The gradient alone has no length scale: its first step is at most 1 long in each variable.
      let first = pairs.isEmpty ? min(1, 1 / (direction.map(abs).max() ?? 1)) : 1
      let search = LineSearch(start: point, direction: direction, evaluate: evaluate)
      guard let next = try search.point(first: first) else {
        guard !pairs.isEmpty else { return (point, .stalled) }
        pairs = []
        continue
      }
      if let pair = CurvaturePair(from: point, to: next) {
        pairs.append(pair)
        if pairs.count > memory { pairs.removeFirst() }
      }
      point = next
      if !observer(step + 1, point) { return (point, .stopped) }
    }
    return (point, .stepsMade)
  }

  /// −H g with the inverse Hessian H that the pairs describe.
  private static func direction(at point: Point, pairs: [CurvaturePair]) -> [Double] {
    var direction = point.gradient.map { -$0 }
    var shares = [Double](repeating: 0, count: pairs.count)
    for (index, pair) in pairs.enumerated().reversed() {
      shares[index] = pair.inverse * dot(pair.step, direction)
      add(-shares[index], pair.change, to: &direction)
    }
    if let last = pairs.last {
      let scale = 1 / (last.inverse * dot(last.change, last.change))
      for i in direction.indices { direction[i] *= scale }
    }
    for (index, pair) in pairs.enumerated() {
      add(shares[index] - pair.inverse * dot(pair.change, direction), pair.step, to: &direction)
    }
    return direction
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in a.indices { sum += a[i] * b[i] }
    return sum
  }

  static func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
    for i in a.indices { b[i] += factor * a[i] }
  }

  /// The change of the gradient along a step.
  private struct CurvaturePair {
    let step: [Double], change: [Double]
    /// 1 / (change · step).
    let inverse: Double

    /// nil if the gradient does not grow along the step by more than rounding.
    init?(from a: Point, to b: Point) {
      step = zip(b.position, a.position).map { $0 - $1 }
      change = zip(b.gradient, a.gradient).map { $0 - $1 }
      let curvature = LBFGS.dot(step, change)
      let least = 1e-12 * (LBFGS.dot(step, step) * LBFGS.dot(change, change)).squareRoot()
      guard curvature > least else { return nil }
      inverse = 1 / curvature
    }
  }
}
