import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct TensorViewReductionsTests {
  @Test func equalSumsInDoublePrecision() {
    for count in [0, 1, 7, 8, 9, 16, 100, 1001] {
      var generator = KeyedGenerator(count)
      let (a, b) = (generator.normals(count), generator.normals(count))
      let scale = Double(max(count, 1)).squareRoot()
      let sum = a.reduce(0.0) { $0 + Double($1) }
      let squares = a.reduce(0.0) { $0 + (Double($1) - 0.5) * (Double($1) - 0.5) }
      let dot = zip(a, b).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
      a.withTensorView { a in
        #expect(abs(Double(a.sum()) - sum) < 1e-6 * scale)
        #expect(abs(Double(a.squaredDeviations(from: 0.5)) - squares) < 1e-6 * scale * scale)
        b.withTensorView { #expect(abs(Double(a.dot($0)) - dot) < 1e-6 * scale) }
      }
    }
  }

  @Test func areExactWhereTheyCanBe() {
    let values = (1...1000).map(Float.init)
    values.withTensorView { view in
      #expect(view.sum() == 500_500)
      // A part begins at any address.
      #expect(view[3..<20].sum() == (4...20).reduce(0) { $0 + Float($1) })
    }
  }

  @Test func findTheFirstGreatest() {
    func index(_ values: [Float]) -> Int { values.withTensorView { $0.indexOfMaximum() } }
    #expect(index([1, 3, 2, 3]) == 1)
    #expect(index([-3, -2, -7]) == 1)
    #expect(index([]) == 0)
    #expect(index([.nan, .nan]) == 0)
    #expect(index([-.infinity, -.infinity, 0]) == 2)
  }
}
