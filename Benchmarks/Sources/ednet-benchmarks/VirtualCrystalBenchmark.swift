import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import Synchronization

/// Patterns of 128×128 a second of virtual crystals, drawn as in training on simulated patterns.
///
/// Each structure in turn is the prototype of a new crystal with four patterns, including camera and correction.
/// Excludes reading the structures and finding their symmetry.
enum VirtualCrystalBenchmark {
  static let size = 128
  static let patternsPerCrystal = 4
  static let minimumSpacing = 0.8

  private struct Rates: Encodable {
    var threads: [Int]
    var patternsPerSecond: [[Double]]
  }

  static func run(runs: Int, paths: [String]) throws {
    let prototypes = try paths.map { path in
      try CrystalPrototype(CrystalSymmetry(of: Crystal(cif: path)))
    }
    print(
      "patterns of \(size)×\(size) a second, \(prototypes.count) prototypes, a new crystal every "
        + "\(patternsPerCrystal) patterns, d ≥ \(minimumSpacing) Å, median of \(runs) runs"
    )
    var rates = Rates(threads: [1, 2], patternsPerSecond: [])
    for threads in rates.threads {
      var total = 0
      let seconds = Timing.seconds(runs: runs) {
        total = patterns(of: prototypes, threads: threads)
      }
      let values = seconds.map { Double(total) / $0 }
      rates.patternsPerSecond.append(values)
      print(
        "\(threads) thread\(threads == 1 ? "" : "s"):  \(Int(Timing.median(values)))  "
          + "(\(Int(values.min() ?? 0)) to \(Int(values.max() ?? 0)))"
      )
    }
    try Report.print(rates)
  }

  /// Makes the patterns of one crystal of each prototype and returns their number.
  private static func patterns(of prototypes: [CrystalPrototype], threads: Int) -> Int {
    let next = Atomic(0)
    let made = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      while true {
        let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < prototypes.count else { return }
        let count = patterns(of: prototypes[number], number: number)
        made.wrappingAdd(count, ordering: .relaxed)
      }
    }
    return made.load(ordering: .relaxed)
  }

  private static func patterns(of prototype: CrystalPrototype, number: Int) -> Int {
    var generator = KeyedGenerator(1, number)
    guard let crystal = prototype.virtualCrystal(using: &generator)?.crystal else { return 0 }
    let projector = TwoBeamParameterRanges().projector(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      minimumSpacing: minimumSpacing,
      using: &generator
    )
    let simulator = KikuchiSimulator(projector)
    // Uses the result, so that the compiler cannot remove the work.
    return (0..<patternsPerCrystal).count { _ in
      let parameters = EBSDParameterRanges().draw(size: size, using: &generator)
      return simulator.pattern(parameters).pixels[0].isFinite
    }
  }
}
