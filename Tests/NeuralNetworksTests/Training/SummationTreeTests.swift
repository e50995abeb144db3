import NeuralNetworks
import Testing

@Suite struct SummationTreeTests {
  @Test(arguments: [1, 2, 3, 5, 8, 64]) func everyShardIsAddedOnce(count: Int) {
    var sums = (0..<count).map { [$0] }
    for addition in SummationTree(count: count).additions {
      sums[addition.target] += sums[addition.source]
      #expect(sums[addition.target] == Array(addition.shards))
    }
    #expect(sums[0] == Array(0..<count))
  }

  @Test func fiveShardsAreSummedInPairs() {
    let additions = SummationTree(count: 5).additions.map { [$0.target, $0.source] }
    #expect(additions == [[0, 1], [2, 3], [0, 2], [0, 4]])
  }

  /// Processes that each hold a run of shards, and a last one that adds the rest, make all additions once.
  @Test(arguments: 1...5) func aTreeCanBeSharedAmongProcesses(processes: Int) {
    let count = 13
    let tree = SummationTree(count: count)
    let bounds = (0...processes).map { $0 * count / processes }
    let local = zip(bounds, bounds.dropFirst()).flatMap { tree.additions(within: $0..<$1) }
    let rest = tree.additions.filter { !local.contains($0) }
    var sums = (0..<count).map { Float(1) / Float($0 + 3) }
    var expected = sums
    for addition in tree.additions { expected[addition.target] += expected[addition.source] }
    for addition in local + rest { sums[addition.target] += sums[addition.source] }
    #expect(sums[0] == expected[0])
  }
}
