import ArgumentParser
import Figures
import Foundation
import Regression
import SampleSupport

/// Repeats the numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Train the lecture's network on its split and on 20 others, follow its advice, and approximate a function."
  )

  @Option(help: "A folder with features and splits; by default the one that comes with the sample.")
  var data: String?

  @Option(help: "A folder for the figures.")
  var figures: String?

  func run() throws {
    let began = ContinuousClock.now
    let data = try BandGapData(folder: data.map { URL(filePath: $0) })
    var table = TargetTable()
    try checkLecture(data, &table)
    try checkAdvice(data, &table)
    try checkApproximation(&table)
    let seconds = began.duration(to: .now) / .seconds(1)
    table.add("whole check, one thread", .none, measured: seconds, unit: "s", digits: 3)
    print(table)
    try table.verify()
  }

  /// The lecture did not fix the seed of its network, so that its errors must lie within the range of 20 seeds.
  private func checkLecture(_ data: BandGapData, _ table: inout TargetTable) throws {
    var own = Advice.regression
    (own.initialization, own.epsilon) = (.suited, 1e-8)
    for (settings, regression) in [("Keras", Advice.regression), ("ednet", own)] {
      let (training, test) = try data.split(BandGapData.lectureSplit)
      let networks = try (0..<20).map { try regression.fitted(training.features, training.gaps, seed: $0) }
      for (name, examples, lecture) in [("training", training, 1.972), ("test", test, 1.723)] {
        let errors = ErrorRange(
          values: networks.map { RegressionError.meanSquared($0.predictions(examples.features), examples.gaps) }
        )
        print("Lecture's split, 20 seeds, first weights and ε of \(settings): \(name) error \(errors) eV²")
        guard settings == "Keras" else { continue }
        let label = "\(name) error of the lecture's split"
        table.add("\(label), least", .atMost(lecture), measured: errors.least, unit: "eV²")
        table.add("\(label), greatest", .atLeast(lecture), measured: errors.greatest, unit: "eV²")
      }
    }
  }

  private func checkAdvice(_ data: BandGapData, _ table: inout TargetTable) throws {
    let splits = data.splits.keys.filter { $0 != BandGapData.lectureSplit }.sorted()
    let few = try splits.map { number in
      let (training, test) = try data.split(number)
      return try Advice.errors(training: training, test: test, seed: number)
    }
    let many = try splits.map { number in
      let (test, training) = try data.split(number)
      return try Advice.errors(training: training, test: test, seed: number)
    }
    let newFormulas = try data.splitsByFormula().enumerated().map { index, split in
      try Advice.errors(training: split.training, test: split.test, seed: index)
    }
    for (name, results) in [("68 materials", few), ("613 materials", many), ("nine tenths of formulas", newFormulas)] {
      print("\n\(results.count) splits, trained on \(name): mean squared error in eV², training and test")
      for step in Advice.allCases {
        let training = ErrorRange(values: results.map { $0[step]?.training ?? .nan })
        let test = ErrorRange(values: results.map { $0[step]?.test ?? .nan })
        print("  \(step.name.padding(toLength: 28, withPad: " ", startingAt: 0))\(training)  \(test)")
        let label = "test error, trained on \(name): \(step.name)"
        table.add(label, .none, measured: test.mean, unit: "eV²", digits: 3)
      }
    }
    if let figures { try AdviceFigure.write(few: few, many: many, newFormulas: newFormulas, to: figures) }
  }

  private func checkApproximation(_ table: inout TargetTable) throws {
    let results = ApproximationStudy().results()
    print("\nOne hidden layer, root mean squared error: width, trained, constructed")
    for result in results {
      print(String(format: "  %3d  %.5f  %.5f", result.width, result.trained, result.constructed))
    }
    let ratios = zip(results.dropFirst(), results).map { $0.trained / $1.trained }
    table.add(
      "error of a width over that of half of it, greatest",
      .atMost(1),
      measured: ratios.max() ?? .nan,
      digits: 2
    )
    print("")
    if let figures { try ApproximationFigures.write(results, to: figures) }
  }
}
