import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct PackedSequencesTests {
  private let packed = PackedSequences(lengths: [2, 0, 3, 2], capacity: 4)

  @Test func longestSequencesComeFirst() {
    #expect(packed.order == [2, 0, 3, 1])
    #expect(packed.counts == [3, 3, 1])
    #expect(packed.rowCount == 7)
    #expect((0..<3).map(packed.rows) == [0..<3, 3..<6, 6..<7])
    #expect((0..<4).map(packed.lastRow) == [6, 4, 5, nil])
    #expect((0..<4).map(packed.firstRow) == [0, 1, 2, nil])
  }

  @Test func rowsAreStepsOfAllSequences() {
    // 2 channels of 4 steps; example · 100 + channel · 10 + step.
    let batch = (0..<32).map { i -> Float in
      let (example, channel, step) = (i / 8, i / 4 % 2, i % 4)
      return Float(100 * example + 10 * channel + step)
    }
    var rows = [Float](repeating: .nan, count: 14)
    batch.withTensorView { batch in
      rows.withMutableTensorView { packed.gather(batch, size: 8, channels: 0..<2, into: $0) }
    }
    #expect(rows == [200, 210, 0, 10, 300, 310, 201, 211, 1, 11, 301, 311, 202, 212])
    var again = [Float](repeating: .nan, count: 32)
    rows.withTensorView { rows in
      again.withMutableTensorView { packed.scatter(rows, into: $0, size: 8, channels: 0..<2) }
    }
    let lengths = [2, 0, 3, 2]
    #expect(again == batch.indices.map { $0 % 4 < lengths[$0 / 8] ? batch[$0] : 0 })
  }

  @Test func maskGivesTheLengths() {
    let shape = Shape(channels: 2, height: 1, width: 3)
    let batch: [Float] = [9, 9, 9, 1, 1, 0, 9, 9, 9, 0, 1, 1, 9, 9, 9, 1, 1, 1]
    let counts = batch.withTensorView { batch in
      [true, false].map { PackedSequences(batch, shape: shape, examples: 3, masked: $0).counts }
    }
    #expect(counts == [[2, 2, 1], [3, 3, 3]])
  }
}
