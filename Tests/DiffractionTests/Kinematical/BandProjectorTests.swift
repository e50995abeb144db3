import Crystallography
import Imaging
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct BandProjectorTests {
  private let bands: KikuchiBands

  init() throws {
    bands = KikuchiBands(
      of: try CrystalExamples.magnesium(),
      beam: ElectronBeam(acceleratingVoltage: 20),
      minimumSpacing: 0.8,
      count: 60,
      exponent: 1
    )
  }

  @Test func everyPixelIsTheSumOfAllBands() {
    let profile = BandProfile(edgeWidth: 0.3, edgeExcess: 0.5, fringe: 0.4, ridge: 0.2)
    let projector = BandProjector(bands, profile: profile)
    for number in 0..<4 {
      var generator = KeyedGenerator(1, number)
      let settings = EBSDParameterRanges().draw(size: 24, using: &generator)
      let rotation = settings.geometry.crystalToLaboratory(settings.orientation)
      let image = projector.project(settings.orientation, onto: settings.geometry)
      for row in 0..<24 {
        for column in 0..<24 {
          let direction = settings.geometry.direction(
            row: Double(row) + 0.5,
            column: Double(column) + 0.5
          )
          let expected = bands.intensity(in: rotation.transposed * direction, profile: profile)
          #expect(abs(image[row, column] - expected) < 2e-3)
        }
      }
    }
  }

  @Test func agreesWithTheKinematicalMasterPattern() {
    let projector = KikuchiProjector(bands.masterPattern(size: 201))
    var generator = KeyedGenerator(2)
    let settings = EBSDParameterRanges().draw(size: 64, using: &generator)
    let drawn = BandProjector(bands).project(settings.orientation, onto: settings.geometry)
    let projected = projector.project(settings.orientation, onto: settings.geometry)
    // The edges of bands are finer than the grid.
    #expect(drawn.correlation(with: projected) > 0.9)
  }

  @Test func statisticsAgreeWithTheMasterPattern() {
    let (mean, deviation) = BandProjector(bands).statistics
    let expected = KikuchiProjector(bands.masterPattern(size: 201)).statistics
    #expect(abs(mean / expected.mean - 1) < 0.03)
    #expect(abs(deviation / expected.deviation - 1) < 0.03)
  }

  @Test func withoutBandsTheImageIsBlack() throws {
    let projector = BandProjector(
      KikuchiBands(
        of: try CrystalExamples.magnesium(),
        beam: ElectronBeam(acceleratingVoltage: 20),
        minimumSpacing: 100,
        count: 60
      )
    )
    let geometry = DetectorGeometry(width: 8, height: 8, patternCenter: [0.5, 0.5, 0.5])
    #expect(projector.project(.identity, onto: geometry).pixels.allSatisfy { $0 == 0 })
  }
}
