import Crystallography
import Diffraction
import Imaging
import RandomNumbers

/// Patterns of 128×128 a second on one core, from a master pattern with 401 rows; the comparison is
/// peers/projection.py.
///
/// The projection alone uses one detector for all patterns; with camera and correction, parameters vary by pattern.
enum ProjectionBenchmark {
  static let size = 128
  static let patterns = 500

  private struct Rates: Encodable {
    var projection: [Double]
    var camera: [Double]
  }

  static func run(runs: Int) throws {
    let masterPattern = masterPattern(size: 401)
    var generator = KeyedGenerator(1)
    let parameters = (0..<patterns).map { _ in
      EBSDParameterRanges().draw(size: size, using: &generator)
    }
    let geometry = DetectorGeometry(width: size, height: size, patternCenter: [0.5, 0.3, 0.6])
    let projector = KikuchiProjector(masterPattern)
    let simulator = KikuchiSimulator(masterPattern)
    // Uses the result, so that the compiler cannot remove the work.
    var sum: Float = 0
    func rates(of pattern: (EBSDParameters) -> GrayImage) -> [Double] {
      Timing.seconds(runs: runs) {
        let images = parameters.map(pattern)
        sum += images.reduce(0) { $0 + $1.pixels[0] }
      }.map { Double(patterns) / $0 }
    }
    let projection = rates { projector.project($0.orientation, onto: geometry) }
    let camera = rates { simulator.pattern($0) }
    print(
      "patterns of \(size)×\(size) a second, one thread, median of \(runs) runs (checksum \(sum))"
    )
    for (name, values) in [("projection", projection), ("with camera and correction", camera)] {
      let (minimum, maximum) = (values.min() ?? 0, values.max() ?? 0)
      print(
        "\(name):  \(Int(Timing.median(values)))  (\(Int(minimum)) to \(Int(maximum)))"
      )
    }
    try Report.print(Rates(projection: projection, camera: camera))
  }

  /// A random master pattern; its values do not affect the speed.
  private static func masterPattern(size: Int) -> MasterPattern {
    var generator = KeyedGenerator(2)
    let grids = (0..<2).map { _ in
      (0..<size * size).map { _ in generator.uniform(in: 1...2 as ClosedRange<Float>) }
    }
    return MasterPattern(size: size, northern: grids[0], southern: grids[1])
  }
}
