import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct TensorViewTests {
  @Test func partsAreViewsOfTheSameScalars() {
    var values = (0..<12).map(Float.init)
    values.withMutableTensorView { view in
      view.part(2, of: 3)[1] = -1
      view[9..<12].fill(7)
      #expect(view.readOnly.part(2, of: 3).array == [6, -1, 8])
    }
    #expect(values == [0, 1, 2, 3, 4, 5, 6, -1, 8, 7, 7, 7])
  }

  @Test func arithmetic() {
    var values: [Float] = [1, 2, 3]
    values.withMutableTensorView { view in
      [Float(10), 20, 30].withTensorView { view.add($0) }
      view.scale(by: 2)
    }
    #expect(values == [22, 44, 66])
    values.withMutableTensorView { $0.copy([1, 2, 3]) }
    #expect(values == [1, 2, 3])
  }

  @Test func copiesOverlappingRuns() {
    var values = (0..<8).map(Float.init)
    values.withMutableTensorView { $0[2..<8].copy($0[0..<6].readOnly) }
    #expect(values == [0, 1, 0, 1, 2, 3, 4, 5])
  }

  @Test func anEmptyArrayLendsAnEmptyView() {
    var values: [Float] = []
    values.withTensorView { view in
      #expect(view.count == 0)
      #expect(view.array.isEmpty)
    }
    values.withMutableTensorView { $0.fill(3) }
    #expect(values.isEmpty)
    #expect(TensorView.empty.sum() == 0)
  }

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
