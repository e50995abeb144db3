import RandomNumbers

/// Which structures of a collection are kept from training, so that they can judge it.
public enum HeldOutStructures {
  /// Draws the structures that are held out: of each class the same share, rounded, and never the last.
  ///
  /// Whether a structure is drawn depends on the seed and its content, hardly on the others: equal crystals under two
  /// names stay on one side.
  ///
  /// - Parameters:
  ///   - specimens: the structures.
  ///   - labels: the class of each.
  ///   - share: the share to hold out, 0..<1.
  ///   - seed: another seed draws others.
  /// - Returns: for each structure whether it is held out.
  public static func draw(
    _ specimens: [LabeledStructure],
    labels: [Int],
    share: Double,
    seed: Int
  ) -> [Bool] {
    precondition(specimens.count == labels.count, "a label for each structure")
    var isHeldOut = [Bool](repeating: false, count: specimens.count)
    for (_, members) in Dictionary(grouping: specimens.indices, by: { labels[$0] }) {
      let keys = Set(members.map { specimens[$0].key }).sorted { place($0, seed) < place($1, seed) }
      let count = min(Int((share * Double(keys.count)).rounded()), keys.count - 1)
      let drawn = Set(keys.prefix(count))
      for member in members where drawn.contains(specimens[member].key) { isHeldOut[member] = true }
    }
    return isHeldOut
  }

  private static func place(_ key: Int, _ seed: Int) -> UInt64 {
    var generator = KeyedGenerator(seed, key)
    return generator.next()
  }
}
