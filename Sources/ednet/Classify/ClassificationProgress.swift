/// The number of classified patterns, on a terminal whose answers go elsewhere.
struct ClassificationProgress {
  private let isShown: Bool
  private let began = ContinuousClock.now
  private var hasLine = false

  /// Starts the progress; it is shown only if no answers would interleave with it.
  init(isShown: Bool) { self.isShown = isShown && StandardError.isTerminal && !StandardOutput.isTerminal }

  /// Rewrites the line.
  mutating func show(_ count: Int) {
    guard isShown else { return }
    let seconds = began.duration(to: .now) / .seconds(1)
    let rate = Int(Double(count) / max(seconds, 1e-9))
    StandardError.write("\r\u{1B}[K\(count) patterns, \(rate) per second")
    hasLine = true
  }

  /// Clears the line for a message.
  mutating func clear() {
    if hasLine { StandardError.write("\r\u{1B}[K") }
    hasLine = false
  }
}
