import Crystallography
import Diffraction
import Testing

@Suite struct PatternCenterConventionTests {
  @Test func onSquareScreensConventionsDifferOnlyInY() {
    let center: Vector3 = [0.42, 0.72, 0.5]
    for convention in [PatternCenterConvention.edax, .oxford] {
      let bruker = convention.toBruker(center, width: 60, height: 60)
      #expect((bruker - [0.42, 0.28, 0.5]).length < 1e-12)
    }
    #expect(PatternCenterConvention.bruker.toBruker(center, width: 60, height: 60) == center)
  }

  @Test func allConventionsDescribeTheSamePoint() {
    // 40 mm × 30 mm; 16 mm from the left, 12 mm from the top, 24 mm away.
    let centers: [PatternCenterConvention: Vector3] = [
      .bruker: [16.0 / 40, 12.0 / 30, 24.0 / 30],
      .edax: [16.0 / 40, 18.0 / 30, 24.0 / 30],
      .oxford: [16.0 / 40, 18.0 / 40, 24.0 / 40],
    ]
    for (convention, center) in centers {
      let geometry = DetectorGeometry(
        width: 640,
        height: 480,
        patternCenter: center,
        convention: convention
      )
      #expect((geometry.patternCenter - [0.4, 0.4, 0.8]).length < 1e-12, "\(convention)")
    }
    // For tall images EDAX's unit is the width.
    let tall = PatternCenterConvention.edax.toBruker([0.4, 0.6, 0.8], width: 30, height: 40)
    #expect((tall - [0.4, 0.4, 0.6]).length < 1e-12)
  }

  @Test(arguments: PatternCenterConvention.allCases)
  func conversionsAreInverse(convention: PatternCenterConvention) {
    for (width, height) in [(60, 60), (640, 480), (48, 64)] {
      let bruker: Vector3 = [0.47, 0.21, 0.63]
      let theirs = convention.fromBruker(bruker, width: width, height: height)
      let back = convention.toBruker(theirs, width: width, height: height)
      #expect((back - bruker).length < 1e-12)
    }
  }
}
