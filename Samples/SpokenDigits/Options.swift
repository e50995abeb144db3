import ArgumentParser
import Foundation
import SampleSupport

/// The folder of the spoken digits.
struct DigitsOption: ParsableArguments {
  @Option(help: ArgumentHelp("The folder \"recordings\" of the Free Spoken Digit Dataset.", valueName: "folder"))
  var data = "../shared/seeddata/speech_fsdd_wav/recordings"

  func load() throws -> [Utterance] { try Utterances.load(URL(filePath: data)) }
}

/// The folder of the Japanese vowels.
struct VowelsOption: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of JapaneseVowels_TRAIN.ts and JapaneseVowels_TEST.ts.", valueName: "folder"))
  var vowels = "../shared/seeddata/speech_japanese_vowels"

  func load() throws -> (training: TSFile, test: TSFile) {
    let folder = URL(filePath: vowels)
    return (
      try TSFile(contentsOf: folder.appending(path: "JapaneseVowels_TRAIN.ts")),
      try TSFile(contentsOf: folder.appending(path: "JapaneseVowels_TEST.ts"))
    )
  }
}

/// The options of trainings.
struct TrainingArguments: ParsableArguments {
  @Option(help: "The number of trainings, with the seeds 1, 2, ….")
  var seeds = 5

  @Option(help: "The threads; by default one per processor. Results have the same bits on any number.")
  var threads: Int?

  @Flag(help: "Measure on a part of the training examples instead of the test, to choose hyper-parameters.")
  var validation = false

  @Option(help: "The units of each direction; by default those that were chosen.")
  var units: Int?

  @Option(help: "The recurrent layers.")
  var layers: Int?

  @Option(help: "The epochs.")
  var epochs: Int?

  @Option(help: "The dropout before the dense layer.")
  var dropout: Float?

  @Option(help: "The learning rate.")
  var rate: Float?

  func validate() throws {
    for (name, value) in [
      ("seeds", seeds), ("threads", threads), ("units", units), ("layers", layers), ("epochs", epochs),
    ] {
      if let value, value < 1 { throw ValidationError("--\(name) must be at least 1, not \(value)") }
    }
  }

  /// Settings with the changes of the command line.
  func changed(_ settings: SequenceClassifier.Settings) -> SequenceClassifier.Settings {
    var settings = settings
    if let units { settings.units = units }
    if let layers { settings.layers = layers }
    if let epochs { settings.epochs = epochs }
    if let dropout { settings.dropout = dropout }
    if let rate { settings.learningRate = rate }
    return settings
  }
}

/// Accuracies of several seeds.
struct SeededAccuracies {
  /// The accuracies, from 0 to 1.
  let values: [Double]

  var mean: Double { values.reduce(0, +) / Double(values.count) }
  var least: Double { values.min() ?? .nan }
  var greatest: Double { values.max() ?? .nan }

  /// Mean and range in percent.
  var description: String {
    String(format: "%.2f %% (%.2f to %.2f, %d seeds)", 100 * mean, 100 * least, 100 * greatest, values.count)
  }
}
