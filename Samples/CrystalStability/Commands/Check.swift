import ArgumentParser
import Figures
import Foundation
import Regression
import SampleSupport

/// Repeats the numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train on perovskites, reproduce the published garnet energy, and compare with the targets."
  )

  @Option(help: "A folder with the tables and networks; by default those that come with the sample.")
  var data: String?

  @Option(help: "The number of times that the cross-validation is repeated.")
  var seeds = 5

  @Option(help: "A folder for the figures.")
  var figures: String?

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds must be at least 1.") }
  }

  func run() throws {
    let began = ContinuousClock.now
    let data = try StabilityData(folder: data.map { URL(filePath: $0) })
    var table = TargetTable()
    try checkGarnets(data, &table)
    try checkPerovskites(data, &table)
    let seconds = began.duration(to: .now) / .seconds(1)
    table.add("whole check, one thread", .none, measured: seconds, unit: "s", digits: 3)
    print(table)
    try table.verify()
  }

  private func checkGarnets(_ data: StabilityData, _ table: inout TargetTable) throws {
    let garnet = try Garnet(c: "Y3+:2 Gd3+:1", a: "Al3+", d: "Al3+")
    let energy = try data.energy(of: garnet, coordinationSpecific: false)
    table.add(
      "|E(Y2GdAl5O12) + 0.0624481| by network c",
      .atMost(1e-7),
      measured: abs(energy + 0.0624481),
      unit: "eV/atom"
    )
    print("Garnets, published networks, formation energy from binary oxides in eV/atom:")
    for garnet in try KnownGarnets.all() {
      print("  \(garnet)  \(String(format: "%.3f", try data.energy(of: garnet)))")
    }
    print("")
  }

  private func checkPerovskites(_ data: StabilityData, _ table: inout TargetTable) throws {
    let calculations = try SiteRule(data: data, tie: .network).labelled()
    let examples = SiteRule.stablest(calculations)
    try report(calculations, examples, of: data.perovskites.count)
    let results = try HeldOut(examples, seeds: seeds)
    let single = results.errors
    table.add(
      "MAE on held-out compositions, mean of seeds",
      .within(20...34),
      measured: single.mean,
      unit: "meV/atom",
      digits: 3
    )
    table.add("  lowest seed", .none, measured: single.least, unit: "meV/atom", digits: 3)
    table.add("  highest seed", .none, measured: single.greatest, unit: "meV/atom", digits: 3)
    let pairs = OrderedPairs(examples).compositions
    for (name, isIncluded) in [
      ("  sites by the lists alone", { (example: LabelledPerovskite) in example.origin == .lists }),
      ("  order by the published network", { $0.origin != .lists }),
      ("  calculated in both orders", { pairs.contains($0.composition) }),
    ] {
      table.add(name, .none, measured: results.mean(where: isIncluded), unit: "meV/atom", digits: 3)
    }
    let ensemble = try HeldOut(examples, members: 10, seeds: seeds).errors
    table.add("MAE of the mean of 10 networks", .none, measured: ensemble.mean, unit: "meV/atom", digits: 3)
    let blind = SiteRule.stablest(try SiteRule(data: data, tie: .largerIonOnA).labelled())
    let blindErrors = try HeldOut(blind, seeds: seeds).errors
    table.add("MAE with the larger ion on A", .none, measured: blindErrors.mean, unit: "meV/atom", digits: 3)
    let published = RegressionError.meanAbsolute(examples.map(\.published), examples.map(\.energy))
    table.add("MAE of the published network", .none, measured: published * 1000, unit: "meV/atom", digits: 3)
    let mixed = try MixedComparison(data)
    for (site, errors) in [("A", mixed.onA), ("B", mixed.onB)] {
      let name = "MAE of the published network for a shared \(site) (\(errors.count) perovskites)"
      let scale = 1000 / Double(errors.count)
      table.add("\(name), lowest energy", .none, measured: scale * errors.lowest, unit: "meV/atom", digits: 3)
      table.add("\(name), mean of orders", .none, measured: scale * errors.mean, unit: "meV/atom", digits: 3)
    }
    guard let figures else { return }
    try ParityFigure(examples, heldOut: results.predictions[0]).write(to: figures)
  }

  private func report(
    _ calculations: [LabelledPerovskite],
    _ examples: [LabelledPerovskite],
    of count: Int
  ) throws {
    let ambiguous = calculations.filter { $0.origin != .lists }
    let close = ambiguous.count { if case .network(let margin) = $0.origin { margin < 0.02 } else { false } }
    let pairs = OrderedPairs(examples)
    print(
      """
      Perovskites: \(count) calculations, \(calculations.count) with ions of the lists, \
      \(examples.count) different perovskites of \(Set(examples.map(\.composition)).count) compositions.
        order of the sites by the lists: \(calculations.count - ambiguous.count) calculations
        both orders allowed, order by the published network: \(ambiguous.count), of which \(close) by less than \
      20 meV/atom
        calculated in both orders: \(pairs.compositions.count) compositions; in \(pairs.largerOnAIsStabler) of \
      them the larger ion prefers A

      """
    )
  }
}
