import Testing

@testable import NeuralNetworks

@Suite struct SequenceDatasetTests {
  private func load(_ data: SequenceDataset, _ index: Int) -> (values: [Float], label: Int?) {
    var values = [Float](repeating: .nan, count: data.shape.count)
    let target = values.withMutableTensorView { data.load(index, epoch: nil, into: $0) }
    if case .label(let label) = target { return (values, label) }
    return (values, nil)
  }

  @Test func paddingFollowsAndTheMaskIsTheLastChannel() {
    let data = SequenceDataset([[1, 2, 3, 4, 5, 6], [7, 8], []], labels: [4, 0, 2], features: 2)
    #expect(data.count == 3)
    #expect(data.shape == Shape(channels: 3, height: 1, width: 3))
    #expect(load(data, 0) == ([1, 3, 5, 2, 4, 6, 1, 1, 1], 4))
    #expect(load(data, 1) == ([7, 0, 0, 8, 0, 0, 1, 0, 0], 0))
    #expect(load(data, 2) == ([0, 0, 0, 0, 0, 0, 0, 0, 0], 2))
  }

  @Test func stepsMayBeMoreThanTheLongestSequence() {
    let data = SequenceDataset([[7]], labels: [0], features: 1, steps: 3)
    #expect(load(data, 0) == ([7, 0, 0, 1, 0, 0], 0))
  }
}
