import Foundation
import Pipelines
import Synchronization

/// The progress of a simulation: one line that is rewritten on a terminal, elsewhere a line every ten seconds.
final class SimulationProgress: Sendable {
  private let structures: Int
  private let isQuiet: Bool
  private let isTerminal = StandardError.isTerminal
  private let began = ContinuousClock.now
  private let lastShown = Mutex<ContinuousClock.Instant?>(nil)

  init(structures: Int, quiet: Bool) {
    self.structures = structures
    isQuiet = quiet
  }

  /// Shows the progress.
  ///
  /// - Parameters:
  ///   - structure: the number of finished structures.
  ///   - fraction: the finished fraction of the current one.
  ///   - what: the current task.
  func show(_ structure: Int, fraction: Double, _ what: String) {
    guard !isQuiet else { return }
    let now = ContinuousClock.now
    // A terminal is rewritten five times a second, a log gets a line every ten seconds.
    let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(10)
    let isDue = lastShown.withLock { last in
      guard now - (last ?? began) > pause else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let done = Double(structure) + fraction
    let elapsed = began.duration(to: now) / .seconds(1)
    let left = done > 0 ? elapsed / done * (Double(structures) - done) : .infinity
    let line =
      "structure \(structure + 1)/\(structures)  \(what) \(Int(fraction * 100)) %  \(DurationText.of(left)) left"
    StandardError.write(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
  }

  /// Clears the line.
  func end() { if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") } }
}
