import ArgumentParser
import Atomistics
import Figures
import Foundation
import SampleSupport
import Workers

/// Amorphous silicides from Li15Si4 to silicon.
struct Delithiate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Melt and quench Li15Si4, remove its lithium by a genetic algorithm, and draw formation energies."
  )

  @OptionGroup var common: CommonOptions

  @Option(help: "The time of melting, and of cooling, in ps.")
  var picoseconds = 2.0

  @Option(help: "The key of all random numbers.")
  var key = 1

  @Option(help: ArgumentHelp("The folder of the figure.", valueName: "folder"))
  var figures: String?

  func validate() throws {
    guard picoseconds > 0 else { throw ValidationError("--picoseconds must be positive, not \(picoseconds)") }
  }

  func run() throws {
    var table = TargetTable()
    try Self.add(to: &table, common, picoseconds: picoseconds, settings: .init(), key: key, figures: figures)
    print(table)
    try table.verify()
  }

  /// Adds the numbers of the path and writes its figure.
  static func add(
    to table: inout TargetTable,
    _ common: CommonOptions,
    picoseconds: Double,
    settings: Delithiation.Settings,
    key: Int,
    figures: String?
  ) throws {
    let potential = try common.potential()
    let crystals = try common.crystals()
    guard let richest = crystals.first(where: { $0.name == "Li15Si4" }) else {
      throw SampleError("crystals.xyz has no Li15Si4")
    }
    let begin = ContinuousClock.now
    let amorphous = Quench.amorphous(from: richest.structure, in: potential, picoseconds: picoseconds, key: key)
    let formation = FormationEnergies(potential)
    var single = potential
    single.pool = WorkerPool(threads: 1)
    let delithiation = Delithiation(
      of: amorphous,
      in: single,
      settings: settings,
      pool: potential.pool,
      key: key
    ) { relaxation in
      let energy = formation(relaxation.energy, of: relaxation.structure)
      Output.line(String(format: "lithium %.3f: %+.4f eV/atom", relaxation.structure.lithiumShare, energy))
    }
    let time = (ContinuousClock.now - begin) / .seconds(1)
    let path = delithiation.path.map { relaxation -> SIMD2<Double> in
      [relaxation.structure.lithiumShare, formation(relaxation.energy, of: relaxation.structure)]
    }
    let ordered =
      [SIMD2(0.0, 0), SIMD2(1.0, 0)]
      + crystals.map { crystal -> SIMD2<Double> in
        let relaxed = Relaxation(of: crystal.structure, in: potential)
        return [crystal.structure.lithiumShare, formation(relaxed.energy, of: relaxed.structure)]
      }
    let hull = ConvexHull.lower(ordered + path)
    // Amorphous silicides are metastable: their energies lie above the crystals' hull.
    let crystalHull = ConvexHull.lower(ordered)
    let heights = path.map { $0.y - RadialDistribution.interpolate(crystalHull, at: $0.x) }
    table.add(
      "amorphous Li15Si4 above the crystal",
      .within(0...0.15),
      measured: heights[0],
      unit: "eV/atom"
    )
    table.add(
      "amorphous path: least height over the hull",
      .atLeast(-0.02),
      measured: heights.min() ?? .nan,
      unit: "eV/atom"
    )
    table.add("amorphous path: compositions", .atLeast(10), measured: Double(path.count))
    table.add("amorphous path: relaxed individuals", .none, measured: Double(delithiation.evaluations))
    table.add("melt, quench and delithiation", .none, measured: time, unit: "s", digits: 3)
    guard let figures else { return }
    let figure = PlotFigure(
      [
        .init("convex hull", hull), .init("crystals", ordered, style: .points),
        .init("amorphous, lithium removed by a genetic algorithm", path.sorted { $0.x < $1.x }, style: .linePoints),
      ],
      title: "Formation energies of lithium silicides",
      across: "share of lithium",
      up: "formation energy / (eV/atom)",
      horizontal: 0...1
    )
    try FigureFiles.write(figure, "lithium-silicon-hull", to: figures)
  }
}
