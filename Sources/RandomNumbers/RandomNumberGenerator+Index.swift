extension RandomNumberGenerator {
  /// Returns an index uniform in `0..<count`, from one random number.
  ///
  /// After Lemire, ACM TOMACS 29, 3 (2019).
  /// The bias, below `count` / 2⁶⁴, is not corrected, so that each index costs the same.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "an index below nothing")
    return Int(truncatingIfNeeded: UInt64(count).multipliedFullWidth(by: next()).high)
  }

  /// Puts the elements into random order (Fisher and Yates).
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    for last in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(last, index(below: last + 1))
    }
  }
}
