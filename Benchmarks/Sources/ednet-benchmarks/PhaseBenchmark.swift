import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import Workers

/// Phases of simulated scans from EMsoft's master patterns, found by matching with ednet's own.
///
/// All crystals of a folder are one sample; each point of the scan is one of them in a random orientation. The pattern
/// centre is known.
enum PhaseBenchmark {
  private static let doses: [Float] = [100, 500, 2000]
  private static let contrasts: [Float] = [0.02, 0.05, 0.15]
  private static let voltage = 20.0
  private static let geometry = DetectorGeometry(width: 80, height: 60, patternCenter: [0.5, 0.25, 0.65])

  /// Prints a table of doses and contrasts.
  ///
  /// - Parameters:
  ///   - folder: pairs of a CIF and a master pattern, as `<name>.cif` and `<name>.png`.
  ///   - count: the number of patterns of each crystal and condition.
  /// - Throws: the errors of reading the files.
  static func run(folder: String, count: Int) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".cif") }
      .map { String($0.dropLast(4)) }.sorted()
    let pool = WorkerPool()
    let cache = MasterPatternCache(folder: NSTemporaryDirectory() + "ednet-benchmark-masters")
    let candidates = try names.map { name -> PhaseCandidate in
      let crystal = try CIF(path: "\(folder)/\(name).cif").crystal
      let symmetry = try CrystalSymmetry(of: crystal)
      let simulator = MasterPatternSimulator(
        acceleratingVoltage: voltage,
        size: 301,
        minimumSpacing: TwoBeamParameterRanges.minimumSpacing(primitiveVolume: symmetry.primitive.cell.volume)
      )
      let file = cache.masterPattern(of: crystal, symmetry: symmetry, simulator: simulator, pool: pool).file
      return PhaseCandidate(
        name: name,
        projector: KikuchiProjector(file.masterPattern),
        rotations: symmetry.rotations(in: crystal.cell)
      )
    }
    let simulators = try names.map { KikuchiSimulator(try EMsoftMasterPattern.read("\(folder)/\($0).png")) }
    let matching = try PhaseMatching(candidates)
    print(
      "| electrons per pixel | contrast | right | wrong | cannot be distinguished | none | right first | of "
        + "| time per pattern |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for dose in doses {
      for contrast in contrasts {
        let began = ContinuousClock.now
        let total = names.count * count
        let images = pool.map(total) { number in
          pattern(simulators[number / count], number: number, dose: dose, contrast: contrast)
        }
        let matches = matching.matches(of: images, geometry: geometry, pool: pool)
        var (right, wrong, ambiguous, none, first) = (0, 0, 0, 0, 0)
        for (number, matches) in matches.enumerated() {
          let scores = matches.map(\.score)
          if scores.max() == scores[number / count] { first += 1 }
          switch PhaseDecision(scores: matches.map(\.score)) {
          case .phase(number / count): right += 1
          case .phase: wrong += 1
          case .ambiguous: ambiguous += 1
          case .none: none += 1
          }
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        print(
          "| \(Int(dose)) | \(contrast) | \(right) | \(wrong) | \(ambiguous) | \(none) | \(first) | \(total) |"
            + String(format: " %.0f ms |", 1000 * seconds / Double(total))
        )
      }
    }
  }

  private static func pattern(_ simulator: KikuchiSimulator, number: Int, dose: Float, contrast: Float) -> GrayImage {
    var generator = KeyedGenerator(1, number)
    let orientation = Orientation(uniformlyUsing: &generator)
    return simulator.pattern(
      EBSDParameters(
        orientation: orientation,
        geometry: geometry,
        camera: EBSDCamera(contrast: contrast, dose: dose),
        noiseSeed: UInt64(number)
      ),
      bitDepth: .sixteen
    )
  }
}
