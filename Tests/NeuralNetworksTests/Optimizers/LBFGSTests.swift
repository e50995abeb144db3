import Foundation
import NeuralNetworks
import Testing

@Suite struct LBFGSTests {
  @Test func theRosenbrockValleyIsFollowedToItsMinimum() {
    // Rosenbrock, Comput. J. 3, 175 (1960), in 10 variables; its minimum is 0 at (1, …, 1).
    func rosenbrock(_ x: [Double]) -> (Double, [Double]) {
      var (value, gradient) = (0.0, [Double](repeating: 0, count: x.count))
      for i in 0..<x.count - 1 {
        let (a, b) = (x[i + 1] - x[i] * x[i], 1 - x[i])
        value += 100 * a * a + b * b
        gradient[i] -= 400 * a * x[i] + 2 * b
        gradient[i + 1] += 200 * a
      }
      return (value, gradient)
    }
    let start = (0..<10).map { $0.isMultiple(of: 2) ? -1.2 : 1.0 }
    var values: [Double] = []
    let (point, end) = LBFGS().minimize(from: start, steps: 300, rosenbrock) { _, point in
      values.append(point.value)
      return true
    }
    #expect(end == .converged)
    #expect(point.position.allSatisfy { abs($0 - 1) < 1e-7 })
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func aQuadraticNeedsAboutAsManyStepsAsVariables() {
    let scales = (0..<8).map { pow(3.0, Double($0)) }
    let (point, end) = LBFGS().minimize(from: [Double](repeating: 1, count: 8), steps: 60) { x in
      (zip(scales, x).reduce(0) { $0 + $1.0 * $1.1 * $1.1 / 2 }, zip(scales, x).map { $0 * $1 })
    }
    #expect(end == .converged && point.value < 1e-12)
  }

  @Test func theObserverStops() {
    var count = 0
    let (point, end) = LBFGS().minimize(from: [3.0], steps: 50) { x in
      (pow(x[0], 4), [4 * pow(x[0], 3)])
    } observer: {
      step,
      _ in
      count = step
      return step < 2
    }
    #expect(end == .stopped && count == 2 && point.value < 81)
  }

  @Test func valuesThatAreNotFiniteShortenTheStep() {
    // The logarithm is not defined beyond 0; its minimum with x is at 1.
    let (point, end) = LBFGS(tolerance: 1e-6).minimize(from: [5.0], steps: 50) { x in
      x[0] > 0 ? (x[0] - log(x[0]), [1 - 1 / x[0]]) : (.nan, [.nan])
    }
    #expect(end == .converged && abs(point.position[0] - 1) < 1e-5)
  }

  @Test func errorsOfTheFunctionReachTheCaller() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try LBFGS().minimize(from: [1.0], steps: 5) { (x: [Double]) throws(Failure) -> (Double, [Double]) in
        throw Failure()
      }
    }
  }
}
