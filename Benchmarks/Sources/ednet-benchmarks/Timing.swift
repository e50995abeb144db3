/// How long work takes.
enum Timing {
  /// The seconds of each of several runs, after one that does not count.
  static func seconds(runs: Int, _ work: () throws -> Void) rethrows -> [Double] {
    try work()
    let clock = ContinuousClock()
    return try (0..<runs).map { _ in try clock.measure(work) / .seconds(1) }
  }

  /// The median; the upper one of two, 0 of none.
  static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
