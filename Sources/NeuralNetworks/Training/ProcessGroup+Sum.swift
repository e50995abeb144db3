extension ProcessGroup {
  /// Sums the vectors of all shards in every process.
  ///
  /// The additions among a process's own shards are done. Each process then gets a slice of all vectors that are left,
  /// adds it in the order of the tree, and sends the result to all others: it sends about two vectors, however many
  /// processes there are, and all links are busy at once (Rabenseifner, ICCS 2004).
  ///
  /// - Parameters:
  ///   - tree: all additions.
  ///   - shards: the number of shards.
  ///   - own: the vector of a sum of this process's own shards.
  ///   - slices: memory of ``sliceMemory(of:length:)`` scalars for those of other processes.
  ///   - total: the memory for the sum over all shards.
  ///   - add: adds the second vector to the first.
  /// - Throws: an error of the communication.
  package func complete(
    _ tree: SummationTree,
    shards: Int,
    own: (_ shard: Int) -> MutableTensorView,
    slices: MutableTensorView,
    total: MutableTensorView,
    add: (_ target: MutableTensorView, _ source: TensorView) -> Void
  ) throws {
    let ranks = 0..<count
    let ranges = ranks.map { share(of: total.count, rank: $0) }
    let range = ranges[rank]
    let shares = ranks.map { share(of: shards, rank: $0) }
    /// The sums that are left after a process's own additions.
    let left = shares.map { share in
      let added = Set(tree.additions(within: share).map(\.source))
      return share.filter { !added.contains($0) }
    }
    /// The slices of this process.
    var sums: [Int: MutableTensorView] = [:]
    for shard in left[rank] { sums[shard] = own(shard)[range] }
    var received = [[MutableTensorView]](repeating: [], count: count)
    var used = 0
    for other in ranks where other != rank {
      for shard in left[other] {
        let slice = slices[used..<used + range.count]
        sums[shard] = slice
        received[other].append(slice)
        used += range.count
      }
    }
    try exchange(
      ranks.map { other in other == rank ? [] : left[rank].map { own($0)[ranges[other]].readOnly } },
      into: received
    )
    for addition in tree.additions where !shares.contains(where: { $0.contains(addition.shards) }) {
      if let target = sums[addition.target], let source = sums[addition.source] { add(target, source.readOnly) }
    }
    if let sum = sums[0] { total[range].copy(sum.readOnly) }
    try exchange(
      ranks.map { $0 == rank ? [] : [total[range].readOnly] },
      into: ranks.map { $0 == rank ? [] : [total[ranges[$0]]] }
    )
  }

  /// The scalars of memory that ``complete(_:shards:own:slices:total:add:)`` needs for slices of other processes.
  ///
  /// - Parameters:
  ///   - shards: the greatest number of shards.
  ///   - length: the number of scalars of a vector.
  /// - Returns: a number that suffices.
  package func sliceMemory(of shards: Int, length: Int) -> Int {
    func share(_ number: Int) -> Int { (number + count - 1) / count }
    // A binary tree leaves at most two sums on each level of a range.
    let sums = min(share(shards), 2 * (Int.bitWidth - share(shards).leadingZeroBitCount))
    return (count - 1) * sums * share(length)
  }
}
