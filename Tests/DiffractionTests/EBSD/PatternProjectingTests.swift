import Crystallography
import Diffraction
import Imaging
import Testing

@Suite struct PatternProjectingTests {
  /// A projector whose pixels are the elements of the rotation, row by row.
  private struct RotationElements: PatternProjecting {
    var statistics: (mean: Float, deviation: Float) { (0, 1) }

    func project(crystalToLaboratory rotation: Matrix3, onto geometry: DetectorGeometry) -> GrayImage {
      var image = GrayImage(width: geometry.width, height: geometry.height)
      for row in 0..<3 { for column in 0..<3 { image[row, column] = Float(rotation[row, column]) } }
      return image
    }
  }

  @Test func orientationIsFollowedByTheTiltsOfSampleAndDetector() {
    let geometry = DetectorGeometry(
      width: 3,
      height: 3,
      patternCenter: [0.5, 0.5, 0.6],
      detectorTilt: 7,
      azimuth: 3
    )
    let orientation = Orientation(w: 0.8, vector: [0, 0.6, 0])
    let image = RotationElements().project(orientation, onto: geometry)
    let expected = geometry.sampleToLaboratory * orientation.matrix
    for row in 0..<3 {
      for column in 0..<3 { #expect(abs(image[row, column] - Float(expected[row, column])) < 1e-6) }
    }
  }
}
