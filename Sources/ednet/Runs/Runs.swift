import ArgumentParser
import Files
import Foundation
import Pipelines
import SymmetryClassification

/// `ednet runs`.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List and compare the runs in a folder.",
    discussion: """
      A run is a folder that 'ednet train' left. Each gets a line: what it came to, and those of its \
      options that are not the same in all runs.

        ednet runs
        ednet runs experiments/ --sort accuracy
        ednet runs experiments/ --format csv > runs.csv
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv }
  enum Order: String, ExpressibleByArgument, CaseIterable { case name, accuracy, loss, date }

  @Argument(help: "The folder of the runs.", completion: .directory) var folder = "."

  @Option(help: "The order: name, accuracy, loss or date.") var sort = Order.name

  @Option(help: "The output format: text, json (one array) or csv.") var format = Format.text

  func run() throws {
    guard folder.isFolder else { throw CommandFailure("\(folder) is not a folder") }
    var runs = RunRecord.all(in: folder)
    guard !runs.isEmpty else { throw CommandFailure("\(folder) holds no runs; 'ednet train' creates one") }
    switch sort {
    case .name: break
    case .accuracy: runs.sort { ($0.accuracy ?? -1) > ($1.accuracy ?? -1) }
    case .loss: runs.sort { ($0.loss ?? .infinity) < ($1.loss ?? .infinity) }
    case .date: runs.sort { ($0.date ?? "") < ($1.date ?? "") }
    }
    let differing = Self.differing(runs)
    let heads = ["run", "done", "best", "loss", "accuracy", "specimens", "minutes"] + differing
    func cells(_ run: RunRecord, isText: Bool) -> [String] {
      func share(_ value: Double?) -> String {
        value.map { isText ? String(format: "%.1f %%", 100 * $0) : "\($0)" } ?? (isText ? "–" : "")
      }
      return [
        run.name, "\(run.epochs)", run.bestEpoch.map { "\($0)" } ?? "",
        run.loss.map { String(format: "%.4f", $0) } ?? (isText ? "–" : ""), share(run.accuracy),
        share(run.specimenAccuracy), String(format: "%.1f", run.seconds / 60),
      ] + differing.map { run.options[$0] ?? "" }
    }
    switch format {
    case .text:
      let alignments: [TextTable.Alignment] =
        [.left] + Array(repeating: .right, count: 6) + differing.map { _ in .left }
      func table(ofColumns count: Int) -> [String] {
        var table = TextTable(Array(alignments.prefix(count)))
        for row in [heads] + runs.map({ cells($0, isText: true) }) { table.append(Array(row.prefix(count))) }
        return table.lines
      }
      var lines = table(ofColumns: heads.count)
      if let longest = lines.map(\.count).max(), longest > Self.widest {
        // Options go below the table if they would make it too wide.
        lines = table(ofColumns: heads.count - differing.count) + ["", "Options that differ"]
        lines += runs.map { run in
          "  \(run.name): "
            + differing.compactMap { name in run.options[name].map { "\(name) \($0)" } }.joined(separator: ", ")
        }
      }
      StandardOutput.write(lines.joined(separator: "\n") + "\n")
    case .csv: StandardOutput.write(([heads] + runs.map { cells($0, isText: false) }).map { CSV.line($0) }.joined())
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let data = (try? encoder.encode(runs)) ?? Data()
      StandardOutput.write(String(decoding: data, as: UTF8.self) + "\n")
    }
  }

  /// The greatest width of a table, in characters.
  private static let widest = 120

  /// The options that differ between runs, without those that do not affect the model.
  private static func differing(_ runs: [RunRecord]) -> [String] {
    let names = Set(runs.flatMap(\.options.keys)).subtracting(["output", "figures", "tensorboard", "threads"])
    return names.filter { name in Set(runs.map { $0.options[name] ?? "" }).count > 1 }.sorted()
  }
}
