/// Timing of repeated work.
enum Timing {
  /// The seconds of each of several runs, after one warm-up run.
  static func seconds(runs: Int, _ work: () throws -> Void) rethrows -> [Double] {
    try work()
    let clock = ContinuousClock()
    return try (0..<runs).map { _ in try clock.measure(work) / .seconds(1) }
  }

  /// The median: the upper one for an even count, 0 for an empty array.
  static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted()[values.count / 2]
  }
}
