import Crystallography
import Diffraction
import Imaging
import RandomNumbers
import Workers

/// Phases of simulated maps with grains: single patterns, patterns averaged with their neighbours, and joined answers.
enum PhaseMapBenchmark {
  /// A dose in electrons per pixel and a contrast at which single patterns fail.
  private static let conditions: [(dose: Float, contrast: Float)] = [(500, 0.05), (500, 0.02), (100, 0.05)]
  /// The number of points of a grain, on average.
  private static let grain = 20

  /// A map of grains: the nearest of random points has a point's phase and orientation.
  private struct Grains {
    let side: Int
    let seeds: [(place: SIMD2<Double>, phase: Int, orientation: Orientation)]

    init(side: Int, phases: Int) {
      self.side = side
      seeds = (0..<max(side * side / grain, 1)).map { number in
        var generator = KeyedGenerator(17, number)
        let place = SIMD2(Double.random(in: 0..<1, using: &generator), Double.random(in: 0..<1, using: &generator))
        return (Double(side) * place, number % phases, Orientation(uniformlyUsing: &generator))
      }
    }

    func seed(_ index: Int) -> (place: SIMD2<Double>, phase: Int, orientation: Orientation) {
      let place = SIMD2(Double(index % side), Double(index / side))
      func distance(_ other: SIMD2<Double>) -> Double { ((other - place) * (other - place)).sum() }
      return seeds.min { distance($0.place) < distance($1.place) } ?? seeds[0]
    }

    /// The positions around a position.
    func around(_ index: Int, radius: Int) -> [Int] {
      let (row, column) = (index / side, index % side)
      return (max(row - radius, 0)...min(row + radius, side - 1)).flatMap { row in
        (max(column - radius, 0)...min(column + radius, side - 1)).map { row * side + $0 }
      }.filter { $0 != index }
    }
  }

  /// Prints a table.
  ///
  /// - Parameters:
  ///   - folder: pairs of a CIF and EMsoft's master pattern.
  ///   - side: the number of rows and columns of the map.
  /// - Throws: the errors of reading the files.
  static func run(folder: String, side: Int) throws {
    let pool = WorkerPool()
    let samples = try PhaseSamples(emsoft: folder, pool: pool)
    let matching = try PhaseMatching(samples.candidates)
    let joining = NeighbourMatching(matching)
    let grains = Grains(side: side, phases: samples.names.count)
    let truth = (0..<side * side).map { grains.seed($0).phase }
    print("| electrons per pixel | contrast | patterns | answers | \(PhaseCounts.header) |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for (dose, contrast) in conditions {
      let raw = pool.map(side * side) { index in
        let seed = grains.seed(index)
        return samples.pattern(seed.phase, seed.orientation, number: index, dose: dose, contrast: contrast)
      }
      for radius in 0...2 {
        let images = radius == 0 ? raw : averaged(raw, grains, radius: radius, pool: pool)
        let matches = matching.matches(of: images, geometry: PhaseSamples.geometry, pool: pool)
        let better = joining.improved(
          matches,
          of: images,
          by: matches.indices.map { grains.around($0, radius: 1).map { matches[$0] } },
          pool: pool
        )
        let joined = better.indices.map { index in
          joining.joined(better[index], with: grains.around(index, radius: 1).map { better[$0] })
        }
        for (name, answers) in [("single", matches), ("joined", joined)] {
          var counts = PhaseCounts()
          for (answer, phase) in zip(answers, truth) { counts.add(answer, truth: phase) }
          let patterns = radius == 0 ? "single" : "averaged, radius \(radius)"
          print("| \(Int(dose)) | \(contrast) | \(patterns) | \(name) | \(counts.text) |")
        }
      }
    }
  }

  private static func averaged(_ raw: [GrayImage], _ grains: Grains, radius: Int, pool: WorkerPool) -> [GrayImage] {
    let method = NonLocalAveraging(radius: radius)
    let variances = pool.map(raw.count) { index in
      NonLocalAveraging.noiseVariance(of: raw[index], neighbours: grains.around(index, radius: 1).map { raw[$0] })
    }
    return pool.map(raw.count) { index in
      method(
        raw[index],
        variance: variances[index],
        neighbours: grains.around(index, radius: radius).map { (pattern: raw[$0], variance: variances[$0]) }
      )
    }
  }
}
