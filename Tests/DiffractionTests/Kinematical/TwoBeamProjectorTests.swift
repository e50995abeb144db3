import Crystallography
import Diffraction
import Testing

@Suite struct TwoBeamProjectorTests {
  @Test func theProjectorDrawsTheIntensityOfEachPixel() throws {
    let bands = TwoBeamBands(
      of: try CrystalExamples.pyrite(),
      beam: ElectronBeam(acceleratingVoltage: 15),
      minimumSpacing: 0.7
    )
    let geometry = DetectorGeometry(width: 30, height: 20, patternCenter: [0.45, 0.3, 0.6])
    let orientation = Orientation(w: 0.3, vector: [0.5, -0.2, 0.8])
    let image = TwoBeamProjector(bands).project(orientation, onto: geometry)
    let toCrystal = geometry.crystalToLaboratory(orientation).transposed
    for (row, column) in [(0, 0), (3, 17), (11, 4), (19, 29)] {
      let direction =
        toCrystal
        * geometry.direction(
          row: Double(row) + 0.5,
          column: Double(column) + 0.5
        )
      let expected = bands.intensity(in: direction)
      #expect(abs(image[row, column] - expected) < 1e-3 * max(1, abs(expected)))
    }
  }
}
