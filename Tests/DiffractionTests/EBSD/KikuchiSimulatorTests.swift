import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import Testing

@Suite struct KikuchiSimulatorTests {
  private static let master = SmoothMasterPattern.grid(size: 41)
  private let simulator = KikuchiSimulator(Self.master)

  private func settings(
    _ number: Int,
    _ conditions: EBSDParameterRanges = EBSDParameterRanges()
  )
    -> EBSDParameters
  {
    var generator = KeyedGenerator(6, number)
    return conditions.draw(size: 24, using: &generator)
  }

  @Test func parametersDetermineThePatternAtBothBitDepths() {
    for number in 0..<12 {
      let settings = settings(number)
      let image = simulator.pattern(settings)
      #expect(image == KikuchiSimulator(Self.master).pattern(settings))
      #expect(image.width == 24 && image.height == 24)
      #expect(image.pixels.allSatisfy { $0 >= 0 && $0 <= 255 })
      #expect(image.statistics.deviation > 1)
      let fine = simulator.pattern(settings, bitDepth: .sixteen)
      #expect(fine.pixels.allSatisfy { $0 >= 0 && $0 <= 65535 })
      for (a, b) in zip(image.pixels, fine.pixels) { #expect(abs(257 * a - b) < 0.1) }
    }
  }

  @Test func noiseFreeCorrectedPatternIsTheProjection() {
    var settings = settings(3)
    settings.camera.blur = 0
    settings.camera.dose = 1e9
    settings.camera.readNoise = 0
    settings.camera.gamma = 1
    settings.camera.bitDepth = 16
    settings.camera.exposure = 0.3
    settings.correction = .staticBackground(.divide)
    let projection = simulator.projector.project(settings.orientation, onto: settings.geometry)
    #expect(simulator.pattern(settings).correlation(with: projection) > 0.999)
  }

  @Test func intensityUnitsDoNotMatter() {
    func scaled(_ grid: [Float]) -> [Float] { grid.map { 1000 * $0 + 5 } }
    let other = MasterPattern(
      size: 41,
      northern: scaled(Self.master.northern),
      southern: scaled(Self.master.southern)
    )
    let settings = settings(1)
    let difference = zip(
      simulator.pattern(settings).pixels,
      KikuchiSimulator(other).pattern(settings).pixels
    ).map { abs($0 - $1) }
    // Rounding may change a few pixels by one step of the 8-bit camera.
    #expect(difference.filter { $0 > 0.5 }.count < 6)
  }

  @Test func contrastIsTheDeviationOverAllDirections() {
    var settings = settings(5)
    settings.camera = EBSDCamera(
      background: PatternBackground(strength: 0),
      contrast: 0.05,
      blur: 0,
      dose: 1e9,
      readNoise: 0,
      exposure: 0.5,
      bitDepth: 16
    )
    settings.correction = .raw
    settings.geometry.sampleTilt = 90
    // Six screens of 90° × 90° cover the whole sphere, though not uniformly.
    settings.geometry.patternCenter = [0.5, 0.5, 0.5]
    let half = 0.5.squareRoot()
    let faces: [Orientation] = [
      .identity, Orientation(w: 0, vector: [1, 0, 0]), Orientation(w: half, vector: [half, 0, 0]),
      Orientation(w: half, vector: [-half, 0, 0]), Orientation(w: half, vector: [0, half, 0]),
      Orientation(w: half, vector: [0, -half, 0]),
    ]
    var (sum, squares, weights) = (0.0, 0.0, 0.0)
    for face in faces {
      settings.quaternion = [face.w, face.vector.x, face.vector.y, face.vector.z]
      let image = simulator.pattern(settings, bitDepth: .sixteen)
      for row in 0..<24 {
        for column in 0..<24 {
          let z = settings.geometry.direction(row: Double(row) + 0.5, column: Double(column) + 0.5)
            .z
          let modulation = Double(image[row, column]) / (0.5 * 65535) - 1
          let weight = z * z * z
          sum += weight * modulation
          squares += weight * modulation * modulation
          weights += weight
        }
      }
    }
    // The equator is in both grids, so it counts twice in the mean of the master pattern.
    #expect(abs(sum / weights) < 0.003)
    #expect(abs((squares / weights).squareRoot() / 0.05 - 1) < 0.02)
  }

  @Test func constantMasterPatternGivesBackgroundAndNoise() {
    let grid = [Float](repeating: 7, count: 25)
    let simulator = KikuchiSimulator(MasterPattern(size: 5, northern: grid, southern: grid))
    let image = simulator.pattern(settings(2))
    #expect(image.pixels.allSatisfy { $0.isFinite })
  }
}
