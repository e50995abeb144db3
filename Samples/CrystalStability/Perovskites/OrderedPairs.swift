/// Compositions that were calculated with either ion on A.
struct OrderedPairs {
  /// The compositions.
  let compositions: Set<[String]>
  /// The number of them for which the order with the larger ion on A has the lower energy.
  let largerOnAIsStabler: Int

  init(_ examples: [LabelledPerovskite]) {
    let pairs = Dictionary(grouping: examples, by: \.composition).values.filter { $0.count == 2 }
    compositions = Set(pairs.map { $0[0].composition })
    largerOnAIsStabler = pairs.count { pair in
      pair.min { $0.energy < $1.energy }?.hasLargerIonOnA ?? false
    }
  }
}
