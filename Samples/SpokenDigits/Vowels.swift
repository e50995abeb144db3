import ArgumentParser
import Foundation
import SampleSupport

/// Speakers by their vowels.
///
/// After Kudo, Toyama and Shimbo, Pattern Recognit. Lett. 20, 1103 (1999).
struct Vowels: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and test on the Japanese vowels: nine speakers, twelve cepstral coefficients a step."
  )

  @OptionGroup var data: VowelsOption
  @OptionGroup var arguments: TrainingArguments

  /// Chosen by cross-validation over thirds of the training utterances.
  static let settings = SequenceClassifier.Settings(
    units: 64,
    dropout: 0.5,
    epochs: 60,
    batchSize: 16,
    learningRate: 1e-2
  )

  func run() throws {
    let files = try data.load()
    Output.line(try Self.accuracies(training: files.training, test: files.test, arguments).description)
  }

  /// The accuracies of all seeds.
  static func accuracies(
    training: TSFile,
    test: TSFile,
    _ arguments: TrainingArguments
  ) throws -> SeededAccuracies {
    guard training.classes == test.classes, training.channels == test.channels else {
      throw SampleError("training and test differ in their classes or channels")
    }
    let all = SequenceClassifier.Examples(sequences: training.sequences, labels: training.labels)
    let rounds =
      arguments.validation
      ? (0..<3).map { fold in (all.part { $0 % 3 != fold }, all.part { $0 % 3 == fold }) }
      : [(all, SequenceClassifier.Examples(sequences: test.sequences, labels: test.labels))]
    let longest = (training.sequences + test.sequences).map(\.count).max() ?? 0
    return SeededAccuracies(
      values: try (1...arguments.seeds).map { seed in
        var (answers, labels): ([Int], [Int]) = ([], [])
        for (examples, tested) in rounds {
          let classifier = try SequenceClassifier(
            training: examples,
            features: training.channels,
            classes: training.classes.count,
            steps: longest / training.channels,
            settings: arguments.changed(settings),
            seed: seed,
            threads: arguments.threads
          )
          answers += classifier.classes(of: tested.sequences)
          labels += tested.labels
        }
        let value = accuracy(answers, labels)
        Output.line(String(format: "seed %d: %.2f %%", seed, 100 * value))
        return value
      }
    )
  }
}
