import ArgumentParser
import Foundation
import SampleSupport

/// The official split: the recordings 0 to 4 of each digit and speaker are the test.
struct Digits: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and test on the official split of the spoken digits."
  )

  @OptionGroup var data: DigitsOption
  @OptionGroup var arguments: TrainingArguments

  /// Chosen on the recordings 5 to 9, with those from 10 on as training examples.
  static let settings = SequenceClassifier.Settings(units: 64, layers: 2, dropout: 0.5, epochs: 20, learningRate: 3e-3)

  /// The results of all seeds.
  struct Result {
    var accuracies: SeededAccuracies
    /// Counts over all seeds: rows true, columns predicted.
    var confusion: [[Int]]
  }

  func run() throws {
    let result = try Self.result(try data.load(), arguments)
    Output.line(result.accuracies.description)
    for row in result.confusion { Output.line(row.map { String(format: "%5d", $0) }.joined()) }
  }

  /// Trains with each seed.
  static func result(_ utterances: [Utterance], _ arguments: TrainingArguments) throws -> Result {
    let held = arguments.validation ? 5..<10 : 0..<5
    let tested = utterances.filter { held.contains($0.index) }
    let training = utterances.filter { $0.index >= held.upperBound }
    guard !tested.isEmpty, !training.isEmpty else {
      throw SampleError("the split needs recordings with the indices \(held) and others from \(held.upperBound) on")
    }
    var result = Result(accuracies: SeededAccuracies(values: []), confusion: [])
    result.confusion = Array(repeating: Array(repeating: 0, count: 10), count: 10)
    var accuracies: [Double] = []
    for seed in 1...arguments.seeds {
      let answers = try answers(training: training, tested, arguments, seed: seed)
      for (utterance, answer) in zip(tested, answers) { result.confusion[utterance.digit][answer] += 1 }
      accuracies.append(accuracy(answers, tested.map(\.digit)))
      Output.line(String(format: "seed %d: %.2f %%", seed, 100 * accuracies[seed - 1]))
    }
    result.accuracies = SeededAccuracies(values: accuracies)
    return result
  }

  /// The answers to some utterances of a network that learned from others.
  static func answers(
    training: [Utterance],
    _ tested: [Utterance],
    _ arguments: TrainingArguments,
    seed: Int
  ) throws -> [Int] {
    let classifier = try SequenceClassifier(
      training: .init(sequences: training.map(\.features), labels: training.map(\.digit)),
      features: Utterances.bands,
      classes: 10,
      steps: ((training + tested).map(\.features.count).max() ?? 0) / Utterances.bands,
      settings: arguments.changed(settings),
      seed: seed,
      threads: arguments.threads
    )
    return classifier.classes(of: tested.map(\.features))
  }
}
