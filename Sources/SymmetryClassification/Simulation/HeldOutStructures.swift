import RandomNumbers

/// The split of a collection of structures into training and held-out structures.
public enum HeldOutStructures {
  /// Draws the held-out structures: the same share of each class, rounded, but never all of a class.
  ///
  /// Structures are ranked by a hash of the seed and their content, so that equal crystals under different names are on
  /// the same side.
  ///
  /// - Parameters:
  ///   - specimens: the structures.
  ///   - labels: the class index of each structure.
  ///   - share: the share to hold out, 0..<1.
  ///   - seed: the random seed.
  /// - Returns: true for each structure that is held out.
  public static func draw(_ specimens: [LabeledStructure], labels: [Int], share: Double, seed: Int) -> [Bool] {
    precondition(specimens.count == labels.count, "one label per structure")
    var isHeldOut = [Bool](repeating: false, count: specimens.count)
    for (_, members) in Dictionary(grouping: specimens.indices, by: { labels[$0] }) {
      let keys = Set(members.map { specimens[$0].key }).sorted { rank($0, seed) < rank($1, seed) }
      let count = min(Int((share * Double(keys.count)).rounded()), keys.count - 1)
      let drawn = Set(keys.prefix(count))
      for member in members where drawn.contains(specimens[member].key) { isHeldOut[member] = true }
    }
    return isHeldOut
  }

  private static func rank(_ key: Int, _ seed: Int) -> UInt64 {
    var generator = KeyedGenerator(seed, key)
    return generator.next()
  }
}
