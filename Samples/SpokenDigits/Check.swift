import ArgumentParser
import Figures
import Foundation
import SampleSupport

/// All numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every target beside the measured value; fail on a miss."
  )

  @OptionGroup var digits: DigitsOption
  @OptionGroup var vowels: VowelsOption

  @Option(help: "The threads; by default one per processor. Results have the same bits on any number.")
  var threads: Int?

  @Option(help: ArgumentHelp("The folder of the figure.", valueName: "folder"))
  var figures: String?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads)") }
  }

  func run() throws {
    var arguments = try TrainingArguments.parse([])
    arguments.threads = threads
    let (utterances, files) = (try digits.load(), try vowels.load())
    var table = TargetTable()
    func add(_ name: String, _ target: TargetTable.Target, _ accuracies: SeededAccuracies) {
      table.add("\(name), mean", target, measured: 100 * accuracies.mean, unit: "%")
      table.add("\(name), worst seed", .none, measured: 100 * accuracies.least, unit: "%")
      table.add("\(name), best seed", .none, measured: 100 * accuracies.greatest, unit: "%")
    }
    let official = try Digits.result(utterances, arguments)
    add("digits, official test", .atLeast(97), official.accuracies)
    add("vowels, test", .atLeast(96), try Vowels.accuracies(training: files.training, test: files.test, arguments))
    if let figures {
      let figure = ConfusionFigure(classes: (0...9).map(String.init), rows: official.confusion)
      try FigureFiles.write(figure, "spoken-digits-confusion", to: figures)
    }
    arguments.seeds = 2
    for (speaker, accuracies) in try Speakers.accuracies(utterances, arguments) {
      table.add("digits, without \(speaker)", .none, measured: 100 * accuracies.mean, unit: "%")
    }
    print(table)
    try table.verify()
  }
}
