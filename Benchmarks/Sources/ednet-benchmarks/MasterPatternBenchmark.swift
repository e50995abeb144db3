import Crystallography
import Diffraction
import Foundation

/// Seconds for one master pattern; the comparison is peers/master_pattern.py.
///
/// Covers symmetry-distinct directions, structure factors and Bloch waves, but not reading the file and finding the
/// symmetry.
enum MasterPatternBenchmark {
  /// 201 × 201 × 2 directions, 20 kV, planes down to 0.8 Å.
  static let simulator = MasterPatternSimulator(
    acceleratingVoltage: 20,
    size: 201,
    minimumSpacing: 0.8
  )

  private struct Row: Encodable {
    var cell: String
    var threads: Int
    var seconds: [Double]
    var directions: Int
    var strongBeams: Double
    var weakBeams: Double
    var waves: Double
  }

  static func run(threads: Int, runs: Int, paths: [String]) throws {
    print(
      "\(simulator.size)×\(simulator.size)×2, \(simulator.acceleratingVoltage) kV, "
        + "d ≥ \(simulator.minimumSpacing) Å, threads \(threads), median of \(runs) runs"
    )
    print("cell,  Å³,  seconds (minimum, maximum),  directions,  strong beams,  weak beams,  waves")
    var rows: [Row] = []
    for path in paths {
      let crystal = try Crystal(cif: path)
      let symmetry = try CrystalSymmetry(of: crystal)
      var effort: MasterPatternSimulator.Effort?
      let seconds = Timing.seconds(runs: runs) {
        effort =
          simulator.simulate(crystal, symmetry: symmetry, pool: .init(threads: threads)).effort
      }
      let row = Row(
        cell: URL(filePath: path).deletingPathExtension().lastPathComponent,
        threads: threads,
        seconds: seconds,
        directions: effort?.directions ?? 0,
        strongBeams: effort?.strongBeams ?? 0,
        weakBeams: effort?.weakBeams ?? 0,
        waves: effort?.waves ?? 0
      )
      rows.append(row)
      let numbers = [
        crystal.cell.volume, Timing.median(seconds), seconds.min() ?? 0, seconds.max() ?? 0,
        row.strongBeams, row.weakBeams, row.waves,
      ].map { String(format: "%.2f", $0) }
      print(
        "\(row.cell),  \(numbers[0]),  \(numbers[1]) (\(numbers[2]), \(numbers[3])),  "
          + "\(row.directions),  \(numbers[4]),  \(numbers[5]),  \(numbers[6])"
      )
    }
    try Report.print(rows)
  }
}
