import Foundation
import Testing

@testable import SymmetryClassification

@Suite struct BinomialBoundTests {
  @Test func noneOfManyIsKnownInClosedForm() {
    for n in [1.0, 10, 59, 1000] {
      #expect(abs(BinomialBound.upper(0, of: n) - (1 - pow(0.05, 1 / n))) < 1e-9)
    }
  }

  @Test(arguments: [(1, 10), (5, 20), (37, 40), (100, 1000)])
  func theTailBelowTheBoundIsOneInTwenty(k: Int, n: Int) {
    // Its definition: k or fewer of n have a probability of 5 % at the bound.
    let p = BinomialBound.upper(Double(k), of: Double(n))
    let tail = (0...k).reduce(0.0) { sum, i in
      let (i, n) = (Double(i), Double(n))
      let choose = lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1)
      return sum + exp(choose + i * log(p) + (n - i) * log1p(-p))
    }
    #expect(abs(tail - 0.05) < 1e-8, "\(tail)")
  }

  @Test func allWrongHasNoBound() {
    #expect(BinomialBound.upper(3, of: 3) == 1)
    #expect(BinomialBound.upper(0, of: 0) == 1)
  }

  @Test func theBetaFunctionIsThatOfItsIntegral() {
    for (a, b, x) in [(2.0, 3.0, 0.3), (0.5, 0.5, 0.9), (7.5, 1.5, 0.8)] {
      // The midpoint rule on t = sin², which takes the singular ends away.
      let steps = 200_000
      func integral(_ end: Double) -> Double {
        let step = end / Double(steps)
        return (0..<steps).reduce(0.0) { sum, i in
          let angle = (Double(i) + 0.5) * step
          return sum + pow(sin(angle), 2 * a - 1) * pow(cos(angle), 2 * b - 1) * step
        }
      }
      let expected = integral(asin(x.squareRoot())) / integral(.pi / 2)
      #expect(abs(BinomialBound.incompleteBeta(a, b, x) - expected) < 1e-7)
    }
  }
}
