import ArgumentParser
import Foundation
import SampleSupport

/// Speakers by their vowels (Kudo, Toyama and Shimbo, Pattern Recognit. Lett. 20, 1103, 1999).
struct Vowels: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and test on the Japanese vowels: nine speakers, twelve cepstral coefficients a step."
  )

  @OptionGroup var data: VowelsOption
  @OptionGroup var arguments: TrainingArguments

  /// Chosen on every third of the training utterances, with the others as training examples.
  static let settings = SequenceClassifier.Settings(
    units: 64, dropout: 0.5, epochs: 60, batchSize: 16, learningRate: 3e-3
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
    func part(_ file: TSFile, where isIn: (Int) -> Bool) -> SequenceClassifier.Examples {
      let indices = file.sequences.indices.filter(isIn)
      return .init(sequences: indices.map { file.sequences[$0] }, labels: indices.map { file.labels[$0] })
    }
    let examples = part(training) { !arguments.validation || $0 % 3 != 0 }
    let tested = arguments.validation ? part(training) { $0 % 3 == 0 } : part(test) { _ in true }
    let longest = (training.sequences + test.sequences).map(\.count).max() ?? 0
    return SeededAccuracies(
      values: try (1...arguments.seeds).map { seed in
        let classifier = try SequenceClassifier(
          training: examples,
          features: training.channels,
          classes: training.classes.count,
          steps: longest / training.channels,
          settings: arguments.changed(settings),
          seed: seed,
          threads: arguments.threads
        )
        let value = accuracy(classifier.classes(of: tested.sequences), tested.labels)
        Output.line(String(format: "seed %d: %.2f %%", seed, 100 * value))
        return value
      }
    )
  }
}
