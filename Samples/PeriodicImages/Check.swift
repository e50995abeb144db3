import ArgumentParser
import Figures
import Foundation
import NeuralNetworks
import SampleSupport

/// All numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train with both kinds of padding and print their accuracies and the effect of rolling the maps."
  )

  @Option(help: "The number of trainings of each kind, with the seeds 1, 2, ….")
  var seeds = 3

  @Option(help: "The maps of an epoch, all of them new.")
  var maps = 4000

  @Option(help: "The epochs.")
  var epochs = 10

  @Option(help: "The threads; by default one per processor. Results have the same bits on any number.")
  var threads: Int?

  @Option(help: ArgumentHelp("The folder of the figure.", valueName: "folder"))
  var figures: String?

  func validate() throws {
    for (name, value) in [("seeds", seeds), ("maps", maps), ("epochs", epochs), ("threads", threads ?? 1)] {
      guard value >= 1 else { throw ValidationError("--\(name) must be at least 1, not \(value)") }
    }
  }

  /// The answers of all networks with one kind of padding.
  private struct Answers {
    /// Right answers to the held-out maps, of all seeds.
    var right = 0
    /// Right answers to the same maps, each rolled by a random shift.
    var rightRolled = 0
    /// Answers that a roll by 0, 1, … columns leaves as they were, of all seeds.
    var unchanged = [Int](repeating: 0, count: Check.shifts.count)
    /// All answers.
    var total = 0
  }

  /// The shifts of the figure, in columns.
  private static let shifts = 0...DensityMaps.size / 2

  func run() throws {
    let held = DensityMaps(key: 3, count: 1600)
    var rolled = held
    rolled.rolled = true
    let (maps, rolledMaps) = ((0..<held.count).map(held.map), (0..<held.count).map(rolled.map))
    let labels = (0..<held.count).map { $0 % PlaneGroup.allCases.count }
    var table = TargetTable()
    var series: [PlotFigure.Series] = []
    var accuracies: [Padding: Double] = [:]
    for (name, padding) in [("zero", Padding.same), ("circular", .circular)] {
      var answers = Answers()
      for seed in 1...seeds {
        let classifier = try MapClassifier(padding, maps: self.maps, epochs: epochs, seed: seed, threads: threads)
        let given = classifier.groups(of: maps)
        let right = zip(given, labels).count { $0 == $1 }
        answers.right += right
        answers.rightRolled += zip(classifier.groups(of: rolledMaps), labels).count { $0 == $1 }
        for (index, shift) in Self.shifts.enumerated() {
          let moved = classifier.groups(of: maps.map { DensityMaps.roll($0, by: (shift, 0)) })
          answers.unchanged[index] += zip(given, moved).count { $0 == $1 }
        }
        answers.total += maps.count
        Output.line("\(name) padding, seed \(seed): \(right) of \(maps.count)")
      }
      func percent(_ count: Int) -> Double { 100 * Double(count) / Double(answers.total) }
      accuracies[padding] = percent(answers.right)
      let target = accuracies[.same].flatMap { padding == .circular ? TargetTable.Target.atLeast($0) : nil }
      table.add("\(name) padding, held-out maps", target ?? .none, measured: percent(answers.right), unit: "%")
      let interval = WilsonInterval(answers.right / seeds, of: maps.count)
      table.add("\(name) padding, 95 % interval from", .none, measured: 100 * interval.lower, unit: "%")
      table.add("\(name) padding, to", .none, measured: 100 * interval.upper, unit: "%")
      table.add("\(name) padding, rolled maps", .none, measured: percent(answers.rightRolled), unit: "%")
      let multiples = Self.shifts.enumerated().filter { $1 > 0 && $1 % MapClassifier.stride == 0 }.map(\.offset)
      table.add(
        "\(name) padding, answers changed by rolls of whole strides",
        padding == .circular ? .atMost(0) : .none,
        measured: 100 - (multiples.map { percent(answers.unchanged[$0]) }.min() ?? .nan),
        unit: "%"
      )
      series.append(
        .init(
          "\(name) padding",
          Self.shifts.enumerated().map { [Double($1), percent(answers.unchanged[$0])] },
          style: .linePoints
        )
      )
    }
    if let figures {
      let figure = PlotFigure(
        series,
        across: "roll of the map / columns",
        up: "unchanged answers / %",
        vertical: 50...102
      )
      try FigureFiles.write(figure, "periodic-images", to: figures)
    }
    print(table)
    try table.verify()
  }
}
