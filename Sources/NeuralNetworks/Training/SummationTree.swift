/// The fixed order in which the vectors of a batch's shards are summed: a binary tree over the shards.
///
/// On each level the sums of two neighbouring runs of shards are added, the later one to the earlier one. The order
/// depends on the number of shards alone, so that a sum has the same bits on any number of threads and processes.
package struct SummationTree: Sendable {
  /// One addition of two sums; a sum is named by its first shard.
  package struct Addition: Sendable, Equatable {
    /// The sum that grows.
    package let target: Int
    /// The sum that is added to it.
    package let source: Int
    /// The shards that the result covers.
    package let shards: Range<Int>
  }

  /// All additions in order; after the last one, sum 0 covers all shards.
  package let additions: [Addition]

  /// The tree over `count` shards.
  package init(count: Int) {
    var additions: [Addition] = []
    var width = 1
    while width < count {
      for target in stride(from: 0, to: count - width, by: 2 * width) {
        additions.append(
          Addition(
            target: target,
            source: target + width,
            shards: target..<min(target + 2 * width, count)
          )
        )
      }
      width *= 2
    }
    self.additions = additions
  }

  /// The additions that need no shards but these.
  package func additions(within shards: Range<Int>) -> [Addition] {
    additions.filter { shards.contains($0.shards) }
  }
}

/// Where the gradient of a batch is summed over more than one process.
///
/// A process evaluates some of the shards and makes the additions of the ``SummationTree`` that need no others; a
/// reduction makes the rest.
package protocol GradientReduction: Sendable {
  /// The shards of a batch, of `count` in all, that this process evaluates.
  func ownShards(of count: Int) -> Range<Int>

  /// Makes the remaining additions.
  ///
  /// - Parameters:
  ///   - tree: all additions of the batch.
  ///   - own: the shards of this process.
  ///   - results: what each shard brought besides its gradient; the own ones are given, all are expected.
  ///   - sum: the vector of each sum; sum 0 is expected to cover all shards.
  func complete(
    _ tree: SummationTree,
    own: Range<Int>,
    results: inout [BatchGradient.Result],
    sum: (_ shard: Int) -> MutableTensorView
  ) throws
}

/// The reduction of a single process, which evaluates all shards.
struct SingleProcess: GradientReduction {
  func ownShards(of count: Int) -> Range<Int> { 0..<count }

  func complete(
    _ tree: SummationTree,
    own: Range<Int>,
    results: inout [BatchGradient.Result],
    sum: (_ shard: Int) -> MutableTensorView
  ) {}
}
