import ArgumentParser
import Foundation
import SampleSupport

/// Digits of a speaker whom the network has never heard.
struct Speakers: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train on five speakers and test on the sixth, for each of them in turn."
  )

  @OptionGroup var data: DigitsOption
  @OptionGroup var arguments: TrainingArguments

  func run() throws { _ = try Self.accuracies(try data.load(), arguments) }

  /// The accuracies for each speaker, in the order of their names.
  static func accuracies(
    _ utterances: [Utterance],
    _ arguments: TrainingArguments
  ) throws -> [(speaker: String, accuracies: SeededAccuracies)] {
    let speakers = Set(utterances.map(\.speaker)).sorted()
    guard speakers.count > 1 else { throw SampleError("to leave a speaker out, recordings of at least two are needed") }
    return try speakers.map { speaker in
      let training = utterances.filter { $0.speaker != speaker }
      let tested = utterances.filter { $0.speaker == speaker }
      let accuracies = SeededAccuracies(
        values: try (1...arguments.seeds).map { seed in
          let answers = try Digits.answers(training: training, tested, arguments, seed: seed)
          return accuracy(answers, tested.map(\.digit))
        }
      )
      Output.line("without \(speaker): \(accuracies.description)")
      return (speaker, accuracies)
    }
  }
}
