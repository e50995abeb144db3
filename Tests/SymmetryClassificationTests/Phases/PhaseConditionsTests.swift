import Diffraction
import Imaging
import Testing

@testable import SymmetryClassification

@Suite struct PhaseConditionsTests {
  private static let detectors = [
    DetectorGeometry(width: 80, height: 60, patternCenter: [0.45, 0.3, 0.6], detectorTilt: 3, sampleTilt: 65),
    DetectorGeometry(width: 60, height: 60, patternCenter: [0.55, 0.2, 0.7], detectorTilt: 5, sampleTilt: 70),
  ]

  @Test func rangesCoverTheDetectors() throws {
    let conditions = PhaseConditions(Self.detectors, size: 64)
    let ranges = conditions.ranges
    for detector in Self.detectors {
      #expect(ranges.patternCenterX.contains(Float(detector.patternCenter.x)))
      #expect(ranges.patternCenterY.contains(Float(detector.patternCenter.y)))
      #expect(ranges.detectorDistance.contains(Float(detector.patternCenter.z)))
      #expect(ranges.detectorTilt.contains(Float(detector.detectorTilt)))
      #expect(ranges.sampleTilt.contains(Float(detector.sampleTilt)))
      #expect(ranges.aspect.contains(Float(detector.width) / Float(detector.height)))
    }
    #expect(ranges.patternCenterX.lowerBound > 0.43 && ranges.patternCenterX.upperBound < 0.57)
    #expect(conditions.renderScale == 60.0 / 64...80.0 / 64)
    try ranges.validate()
  }

  @Test func largePatternsAreSimulatedSmaller() {
    let large = DetectorGeometry(width: 1344, height: 1024, patternCenter: [0.5, 0.3, 0.6])
    let scale = PhaseConditions([large], size: 64).renderScale
    #expect(scale.lowerBound == scale.upperBound && abs(scale.upperBound - 1.5 * 1344 / 1024) < 1e-5)
  }

  @Test func noiseIsThatOfThePatterns() throws {
    let conditions = PhaseConditions(Self.detectors, size: 64)
    let preprocessing = Preprocessing(size: 64, background: .none, localContrast: LocalContrast())
    // Stripes with noise that falls with the dose.
    func patterns(_ dose: Float) -> [GrayImage] {
      (0..<8).map { number in
        var image = GrayImage(width: 64, height: 64)
        for index in image.pixels.indices {
          image.pixels[index] = (index % 64 + number) / 4 % 2 == 0 ? 110 : 90
        }
        PixelNoise.add(to: &image.pixels, variancePerIntensity: 100 / dose, variance: 0, seed: UInt64(number))
        return image
      }
    }
    for dose: Float in [80, 1280] {
      let measured = conditions.withNoise(of: patterns(dose), preprocessing) { patterns($0).map { preprocessing($0) } }
      #expect(measured.ranges.dose.contains(dose))
      #expect(measured.ranges.dose.upperBound / measured.ranges.dose.lowerBound < 20)
    }
  }

  @Test func smoothnessIsTheCorrelationOfNeighbours() {
    #expect(PhaseConditions.smoothness([1, -1, -1, 1], width: 2) == -1)
    #expect(PhaseConditions.smoothness([1, 1, 1, 1], width: 2) == 1)
    #expect(PhaseConditions.smoothness([0, 0, 0, 0], width: 2) == 0)
  }
}
