/// How many patterns have their answers, on a terminal that answers do not go to.
struct AnsweringProgress {
  private let isShown: Bool
  private let began = ContinuousClock.now
  private var hasLine = false

  /// Begins; shown is it only where no answers would run into it.
  init(isShown: Bool) {
    self.isShown = isShown && StandardError.isTerminal && !StandardOutput.isTerminal
  }

  /// Rewrites the line.
  mutating func show(_ count: Int) {
    guard isShown else { return }
    let seconds = began.duration(to: .now) / .seconds(1)
    StandardError.write(
      "\r\u{1B}[K\(count) patterns, \(Int(Double(count) / max(seconds, 1e-9))) a second"
    )
    hasLine = true
  }

  /// Makes room for a message.
  mutating func clear() {
    if hasLine { StandardError.write("\r\u{1B}[K") }
    hasLine = false
  }
}
