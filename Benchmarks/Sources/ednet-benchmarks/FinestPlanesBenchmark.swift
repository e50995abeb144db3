import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import SymmetryClassification
import Workers

/// The effect of finer planes on dynamical master patterns, views of them and answers of a model, and their cost.
///
/// Each crystal's master pattern has planes down to the spacing that its cell asks for, to 1 Å, and to four fifths of
/// the former. The first two are compared with the third, in views with the local contrast of matching, with that of
/// networks, which passes the finest structure alone, and with cameras and noise.
enum FinestPlanesBenchmark {
  private static let finer = 0.8
  private static let coarse = 1.0
  private static let views = 30
  private static let geometry = DetectorGeometry(width: 128, height: 128, patternCenter: [0.5, 0.25, 0.65])

  /// Prints a table.
  ///
  /// - Parameters:
  ///   - rows: the number of rows of each hemisphere, odd.
  ///   - model: a model file.
  ///   - paths: CIF files.
  /// - Throws: the errors of reading them.
  static func run(rows: Int, model: String, paths: [String]) throws {
    guard rows >= 21, rows % 2 == 1 else { fail("the number of rows must be odd and at least 21") }
    let structures = try paths.map(LabeledStructure.init(path:))
      .sorted { $0.symmetry.primitive.cell.volume < $1.symmetry.primitive.cell.volume }
    let predictor = try Classifier(contentsOf: model).predictor(threads: 1)
    print("\(rows) rows, 20 kV, one thread; \(views) views of 128 × 128 pixels")
    print("| crystal | cell, Å³ | d, Å | master pattern | matching | network | same answers | seconds | at 0.8 d |")
    print("|---|---|---|---|---|---|---|---|---|")
    for structure in structures {
      let spacing = structure.finestSpacing
      let reference = try simulated(structure, spacing: finer * spacing, rows: rows)
      let answers = try answers(reference.pattern, predictor)
      for own in [spacing, coarse] {
        let (pattern, seconds) = try simulated(structure, spacing: own, rows: rows)
        let same = try zip(self.answers(pattern, predictor), answers).count { $0 == $1 }
        print(
          String(
            format: "| %@ | %.0f | %.2f | %.3f | %.3f | %.3f | %d of %d | %.1f | %.1f |",
            structure.name,
            structure.symmetry.primitive.cell.volume,
            own,
            northern(pattern).correlation(with: northern(reference.pattern)),
            likeness(pattern, reference.pattern, MatchedFilter.contrast),
            likeness(pattern, reference.pattern, LocalContrast()),
            same,
            views,
            seconds,
            reference.seconds
          )
        )
        fflush(nil)
      }
    }
  }

  /// The answers of a model to views through cameras of the usual conditions.
  private static func answers(_ pattern: MasterPattern, _ predictor: ClassifierPredictor) throws -> [Int] {
    let simulator = KikuchiSimulator(pattern)
    let images = (0..<views).map { number in
      var generator = KeyedGenerator(2, number)
      var image = simulator.pattern(EBSDParameterRanges().draw(size: 128, using: &generator))
      image.pixels = image.pixels.map { min(max($0.rounded(), 0), 255) }
      return image
    }
    return try predictor.predict(images).map(\.mostProbableClass)
  }

  private static func simulated(
    _ structure: LabeledStructure,
    spacing: Double,
    rows: Int
  ) throws -> (pattern: MasterPattern, seconds: Double) {
    let simulator = MasterPatternSimulator(acceleratingVoltage: 20, size: rows, minimumSpacing: spacing)
    try simulator.validate(for: structure.crystal.cell)
    var pattern: MasterPattern?
    let duration = ContinuousClock().measure {
      let pool = WorkerPool(threads: 1)
      pattern = simulator.simulate(structure.crystal, symmetry: structure.symmetry, pool: pool).pattern
    }
    guard let pattern else { fail("no master pattern") }
    return (pattern, duration / .seconds(1))
  }

  /// The northern grid after subtraction of a Gaussian mean of a twenty-fifth of the width.
  private static func northern(_ pattern: MasterPattern) -> GrayImage {
    var image = GrayImage(width: pattern.size, height: pattern.size, pixels: pattern.northern)
    BackgroundRemoval.subtract(sigma: 0.04).apply(to: &image)
    return image
  }

  /// The mean correlation of the same views of two master patterns after normalisation of their local contrast.
  private static func likeness(_ one: MasterPattern, _ other: MasterPattern, _ contrast: LocalContrast) -> Double {
    let projectors = [one, other].map(KikuchiProjector.init)
    let total = (0..<views).reduce(0.0) { sum, number in
      var generator = KeyedGenerator(1, number)
      let orientation = Orientation(uniformlyUsing: &generator)
      let images = projectors.map { flattened($0, orientation, contrast) }
      return sum + images[0].correlation(with: images[1])
    }
    return total / Double(views)
  }

  private static func flattened(
    _ projector: KikuchiProjector,
    _ orientation: Orientation,
    _ contrast: LocalContrast
  ) -> GrayImage {
    var image = projector.project(orientation, onto: geometry)
    let (mean, deviation) = projector.statistics
    image.pixels = image.pixels.map { 1 + 0.1 * ($0 - mean) / deviation }
    contrast.apply(to: &image)
    return image
  }
}
