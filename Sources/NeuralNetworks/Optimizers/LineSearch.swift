/// The search for a step along a direction that meets the strong Wolfe conditions.
struct LineSearch<Failure: Error> {
  let start: LBFGS.Point
  let direction: [Double]
  let evaluate: ([Double]) throws(Failure) -> LBFGS.Point

  /// The share of the expected decrease that a step must reach.
  private let decrease = 1e-4
  /// The share of the first slope that may be left.
  private let curvature = 0.9
  /// The greatest number of evaluations.
  private let limit = 25

  /// A trial step.
  private struct Trial {
    let length: Double
    let point: LBFGS.Point
    let slope: Double
  }

  private func trial(_ length: Double) throws(Failure) -> Trial {
    var position = start.position
    LBFGS.add(length, direction, to: &position)
    let point = try evaluate(position)
    return Trial(length: length, point: point, slope: LBFGS.dot(point.gradient, direction))
  }

  /// Finds a step.
  ///
  /// - Parameter first: the length to try first, in units of the direction.
  /// - Returns: the point after the step; nil if none is found.
  /// - Throws: the error of the function.
  func point(first: Double) throws(Failure) -> LBFGS.Point? {
    let slope = LBFGS.dot(start.gradient, direction)
    guard slope < 0 else { return nil }
    var low = Trial(length: 0, point: start, slope: slope)
    var high: Trial?
    var length = first
    for _ in 0..<limit {
      let next = try trial(length)
      let isTooHigh =
        next.point.value > start.value + decrease * length * slope
        || (next.point.value >= low.point.value && low.length > 0)
      if isTooHigh || !next.slope.isFinite {
        high = next
      } else if abs(next.slope) <= -curvature * slope {
        return next.point
      } else if let bound = high {
        if next.slope * (bound.length - low.length) >= 0 { high = low }
        low = next
      } else if next.slope >= 0 {
        (high, low) = (low, next)
      } else {
        low = next
        length *= 2
        continue
      }
      guard let bound = high else { break }
      length = Self.minimum(between: low, and: bound)
      if abs(bound.length - low.length) < 1e-14 * max(low.length, bound.length) { break }
    }
    return low.length > 0 && low.point.value < start.value ? low.point : nil
  }

  /// The minimum of the cubic through two trials, kept away from both.
  private static func minimum(between a: Trial, and b: Trial) -> Double {
    let middle = (a.length + b.length) / 2
    guard b.point.value.isFinite, b.slope.isFinite else { return middle }
    let theta = a.slope + b.slope - 3 * (a.point.value - b.point.value) / (a.length - b.length)
    let radicand = theta * theta - a.slope * b.slope
    guard radicand >= 0 else { return middle }
    let root = radicand.squareRoot() * (b.length > a.length ? 1 : -1)
    let length = b.length - (b.length - a.length) * (b.slope + root - theta) / (b.slope - a.slope + 2 * root)
    let (least, greatest) = (min(a.length, b.length), max(a.length, b.length))
    let margin = 0.1 * (greatest - least)
    return length.isFinite ? min(max(length, least + margin), greatest - margin) : middle
  }
}
