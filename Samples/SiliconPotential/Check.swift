import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// All numbers of the sample.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every target beside the measured value; fail on a miss (about 15 minutes)."
  )

  @OptionGroup var folders: DataFolders
  @OptionGroup var threads: ThreadOption

  @Option(help: ArgumentHelp("The folder of the figures.", valueName: "folder"))
  var figures: String?

  func run() throws {
    var table = TargetTable()
    try Predict.add(to: &table, folders: folders, threads: threads.threads)
    var melt = try Melt.dynamics(N2P2Files.potential(in: folders.mlearn, threads: 1), key: 1)
    let speed = Speed.speeds(of: &melt, steps: 1000)[2]
    table.add("dynamics, one thread", .atLeast(10_000), measured: speed, unit: "atom-steps/s", digits: 5)
    let potential = try Train.potential(
      Fit.Settings(),
      folders: folders,
      threads: threads.threads,
      addingTo: &table
    )
    try Dynamics.add(
      to: &table,
      potential,
      name: "our network",
      duration: 20,
      key: 1,
      folders: folders,
      figures: figures
    )
    print(table)
    try table.verify()
  }
}
