import Foundation
import NeuralNetworks
import Pipelines

/// The progress of a training: a line per epoch, and on a terminal one that is rewritten after each batch.
struct TrainingProgress {
  private let epochs: Int
  private let isTerminal: Bool
  private let isQuiet: Bool
  private let began = ContinuousClock.now
  private var lastShown: ContinuousClock.Instant?
  /// The epochs of a resumed run that were done before.
  private let former: Int

  init(epochs: Int, former: Int = 0, quiet: Bool) {
    self.epochs = epochs
    self.former = former
    isTerminal = StandardError.isTerminal
    isQuiet = quiet
  }

  /// Shows an event.
  mutating func show(_ event: TrainingEvent) {
    guard !isQuiet else { return }
    switch event {
    case .batch(let progress): show(progress)
    case .best, .checkpoint: break
    case .epoch(let record, let isBest): show(record, isBest: isBest)
    }
  }

  private mutating func show(_ progress: BatchProgress) {
    let now = ContinuousClock.now
    // A terminal line is rewritten five times a second; a log gets a line every half minute of a long epoch.
    let pause: Duration = isTerminal ? .milliseconds(200) : .seconds(30)
    guard now - (lastShown ?? began) > pause, progress.done < progress.total else { return }
    lastShown = now
    let share = Double(progress.done) / Double(progress.total)
    let rate = Double(progress.done) / max(progress.seconds, 1e-9)
    let elapsed = began.duration(to: now) / .seconds(1)
    let done = Double(progress.epoch - 1) + share
    let left = elapsed / (done - Double(former)) * (Double(epochs) - done)
    let line =
      "epoch \(progress.epoch)/\(epochs)  \(Int(share * 100)) %  loss \(number(progress.loss))"
      + (progress.accuracy.map { "  accuracy \($0.percent)" } ?? "")
      + "  \(Int(rate)) patterns/s  \(DurationText.of(left)) left"
    StandardError.write(isTerminal ? "\r\u{1B}[K\(line)" : line + "\n")
  }

  private mutating func show(_ record: EpochRecord, isBest: Bool) {
    let elapsed = began.duration(to: .now) / .seconds(1)
    let left = elapsed / Double(record.epoch - former) * Double(epochs - record.epoch)
    var line = "epoch \(record.epoch)/\(epochs)  loss \(number(record.trainingLoss))"
    if let accuracy = record.trainingAccuracy { line += "  accuracy \(accuracy.percent)" }
    if let loss = record.validationLoss { line += "  validation loss \(number(loss))" }
    if let accuracy = record.validationAccuracy { line += "  accuracy \(accuracy.percent)" }
    line += "  \(Int(record.examplesPerSecond)) patterns/s  \(DurationText.of(left)) left"
    line += isBest && record.validationLoss != nil ? "  best" : ""
    StandardError.write((isTerminal ? "\r\u{1B}[K" : "") + line + "\n")
    lastShown = .now
  }

  private func number(_ value: Float) -> String { String(format: "%.4f", Double(value)) }
}
