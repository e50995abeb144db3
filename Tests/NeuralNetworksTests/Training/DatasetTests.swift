import NeuralNetworks
import Testing

@Suite struct DatasetTests {
  private func loaded(_ data: ArrayDataset, _ index: Int, epoch: Int?) throws -> (input: [Float], target: Target) {
    var input = [Float](repeating: .nan, count: data.shape.count)
    let target = try input.withMutableTensorView { try data.load(index, epoch: epoch, into: $0) }
    return (input, target)
  }

  @Test func examplesAreThoseOfTheArraysInEachEpoch() throws {
    let shape = Shape(channels: 1, height: 1, width: 2)
    let labelled = ArrayDataset(shape: shape, inputs: [[1, 2], [3, 4], [5, 6]], labels: [2, 0, 1])
    #expect(labelled.count == 3 && labelled.shape == shape)
    for epoch in [nil, 1, 7] {
      for index in [2, 0, 1, 2] {
        let example = try loaded(labelled, index, epoch: epoch)
        #expect(example.input == [[1, 2], [3, 4], [5, 6]][index])
        #expect(example.target == .label([2, 0, 1][index]))
      }
    }
    let values = ArrayDataset(shape: shape, inputs: [[1, 2]], values: [[7, 8, 9]])
    #expect(try loaded(values, 0, epoch: 1).target == .values([7, 8, 9]))
  }
}
