import RandomNumbers

/// A division of examples into parts for cross-validation, which keeps the examples of a group together.
public struct GroupFolds: Sendable {
  /// The part of each example.
  public let fold: [Int]
  /// The number of parts.
  public let count: Int

  /// Shuffles the groups and deals them out one by one.
  ///
  /// - Parameters:
  ///   - groups: the group of each example.
  ///   - count: the number of parts, at most that of the groups.
  ///   - seed: the seed of the order; the order of the examples has no effect.
  public init(groups: [String], count: Int, seed: Int) {
    var names = Set(groups).sorted()
    precondition((2...max(2, names.count)).contains(count), "\(count) folds of \(names.count) groups")
    var generator = KeyedGenerator(seed)
    generator.shuffle(&names)
    let folds = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0 % count) })
    fold = groups.map { folds[$0, default: 0] }
    self.count = count
  }

  /// The examples outside a part and inside it.
  public func split(_ part: Int) -> (training: [Int], test: [Int]) {
    (fold.indices.filter { fold[$0] != part }, fold.indices.filter { fold[$0] == part })
  }
}
