extension RandomNumberGenerator {
  /// Returns an index uniform in `0..<count`, from one random number.
  ///
  /// After Lemire, ACM TOMACS 29, 3 (2019).
  /// The bias, below `count` / 2⁶⁴, is not corrected, so that each index costs the same.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "the count must be positive")
    return Int(truncatingIfNeeded: UInt64(count).multipliedFullWidth(by: next()).high)
  }

  /// Returns an index with a probability proportional to its weight, from one random number.
  ///
  /// - Parameter weights: at least one, none negative, not all 0.
  /// - Returns: an index with a positive weight.
  public mutating func index(weighted weights: [Float]) -> Int {
    var position = uniform(in: 0...weights.reduce(0, +))
    let chosen = weights.firstIndex { weight in
      position -= weight
      return position < 0
    }
    // Rounding must not lead past the last positive weight.
    guard let index = chosen ?? weights.lastIndex(where: { $0 > 0 }) else {
      preconditionFailure("no weight is positive")
    }
    return index
  }

  /// Shuffles the elements (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, index(below: last + 1)) }
  }
}
