import Crystallography
import Diffraction
import Imaging
import Workers

/// Phases of simulated scans, found by matching with ednet's master patterns.
///
/// All crystals are one sample; each point of the scan is one of them in a random orientation. The pattern centre is
/// known.
enum PhaseBenchmark {
  private static let doses: [Float] = [100, 500, 2000]
  private static let contrasts: [Float] = [0.02, 0.05, 0.15]

  /// Prints a table of doses and contrasts for patterns of EMsoft's master patterns.
  ///
  /// - Parameters:
  ///   - folder: pairs of a CIF and a master pattern, as `<name>.cif` and `<name>.png`.
  ///   - count: the number of patterns of each crystal and condition.
  /// - Throws: the errors of reading the files.
  static func run(folder: String, count: Int) throws {
    let pool = WorkerPool()
    let samples = try PhaseSamples(emsoft: folder, pool: pool)
    let conditions = doses.flatMap { dose in contrasts.map { (dose: dose, contrast: $0) } }
    try run(samples, count: count, conditions, pool: pool)
  }

  /// Prints one line for patterns of ednet's own master patterns, at 500 electrons a pixel and a contrast of 0.05.
  ///
  /// - Parameters:
  ///   - structures: CIF files of one sample.
  ///   - count: the number of patterns of each crystal.
  /// - Throws: the errors of reading the files.
  static func run(structures: [String], count: Int) throws {
    let pool = WorkerPool()
    try run(PhaseSamples(structures: structures, pool: pool), count: count, [(dose: 500, contrast: 0.05)], pool: pool)
  }

  private static func run(
    _ samples: PhaseSamples,
    count: Int,
    _ conditions: [(dose: Float, contrast: Float)],
    pool: WorkerPool
  ) throws {
    let matching = try PhaseMatching(samples.candidates)
    print("| electrons per pixel | contrast | \(PhaseCounts.header) | time per pattern |")
    print("|---|---|---|---|---|---|---|---|---|")
    for (dose, contrast) in conditions {
      let total = samples.names.count * count
      let images = samples.patterns(count, dose: dose, contrast: contrast, pool: pool)
      let began = ContinuousClock.now
      let matches = matching.matches(of: images, geometry: PhaseSamples.geometry, pool: pool)
      let seconds = began.duration(to: .now) / .seconds(1)
      var counts = PhaseCounts()
      var each = samples.names.map { _ in PhaseCounts() }
      for (number, matches) in matches.enumerated() {
        counts.add(matches, truth: number / count)
        each[number / count].add(matches, truth: number / count)
      }
      let time = Int((1000 * seconds / Double(total)).rounded())
      print("| \(Int(dose)) | \(contrast) | \(counts.text) | \(time) ms |")
      for (name, counts) in zip(samples.names, each) where counts.right < counts.total {
        print("| | \(name) | \(counts.text) | |")
      }
    }
  }
}
