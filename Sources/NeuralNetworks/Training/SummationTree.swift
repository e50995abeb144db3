/// The fixed order of summation of the shards' vectors: a binary tree over the shards of a batch.
///
/// Each level adds the sums of two neighbouring ranges of shards, the later one to the earlier one. The order depends
/// only on the number of shards, so a sum has the same bits on any number of threads and processes.
package struct SummationTree: Sendable {
  /// One addition of two sums, each identified by its first shard.
  package struct Addition: Sendable, Equatable {
    /// The sum that is added to.
    package let target: Int
    /// The summand.
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
          Addition(target: target, source: target + width, shards: target..<min(target + 2 * width, count))
        )
      }
      width *= 2
    }
    self.additions = additions
  }

  /// The additions that involve only these shards.
  package func additions(within shards: Range<Int>) -> [Addition] { additions.filter { shards.contains($0.shards) } }
}
