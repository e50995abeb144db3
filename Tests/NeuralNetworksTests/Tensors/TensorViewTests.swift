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
}
