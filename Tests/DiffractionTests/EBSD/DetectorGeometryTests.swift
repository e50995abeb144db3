import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct DetectorGeometryTests {
  @Test func directionsFollowTheLaboratoryFrame() {
    let geometry = DetectorGeometry(width: 100, height: 50, patternCenter: [0.4, 0.6, 0.8])
    let center = geometry.direction(row: 30, column: 40)
    #expect((center - [0, 0, 1]).length < 1e-12)
    // The screen is 40 pixels away, so 40 pixels to the left of the foot the direction is at 45°.
    let left = geometry.direction(row: 30, column: 0)
    #expect((left - Vector3(x: 0.5.squareRoot(), y: 0, z: 0.5.squareRoot())).length < 1e-12)
    #expect(geometry.direction(row: 31, column: 40).y > 0)
  }

  @Test func positionsAndDirectionsAreInverse() throws {
    let geometry = DetectorGeometry(width: 80, height: 60, patternCenter: [0.5, 0.3, 0.6])
    for (row, column) in [(0.0, 0.0), (60, 80), (12.5, 33.25)] {
      let direction = geometry.direction(row: row, column: column)
      let position = try #require(geometry.position(of: 3 * direction))
      #expect(abs(position.row - row) < 1e-9 && abs(position.column - column) < 1e-9)
    }
    #expect(geometry.position(of: [0.1, 0, -1]) == nil)
    #expect(geometry.position(of: [1, 0, 0]) == nil)
  }

  @Test func tiltsRotateThePatternAsExpected() throws {
    var geometry = DetectorGeometry(width: 100, height: 100, patternCenter: [0.5, 0.5, 1])
    for (tilt, angle) in [(0.0, 20.0), (10, 30), (-5, 15)] {
      geometry.detectorTilt = tilt
      let normal = geometry.sampleToLaboratory * [0, 0, 1]
      #expect((normal - [0, -sin(angle * .pi / 180), cos(angle * .pi / 180)]).length < 1e-12)
      let position = try #require(geometry.position(of: normal))
      #expect(abs(position.row - (50 - 100 * tan(angle * .pi / 180))) < 1e-9)
    }
    geometry.detectorTilt = 0
    geometry.sampleTilt = 90
    #expect((geometry.sampleToLaboratory * [1, 2, 3] - [1, 2, 3]).length < 1e-12)
    // The detector rotates towards x, so the former centre moves to the other side.
    geometry.azimuth = 10
    let ahead = geometry.sampleToLaboratory * [0, 0, 1]
    #expect((ahead - [-sin(.pi / 18), 0, cos(.pi / 18)]).length < 1e-12)
  }

  @Test func crystalToLaboratoryComposesBothRotations() {
    var generator = KeyedGenerator(3)
    let orientation = Orientation(uniformlyUsing: &generator)
    let geometry = DetectorGeometry(
      width: 10,
      height: 10,
      patternCenter: [0.5, 0.5, 1],
      detectorTilt: 8,
      azimuth: -3
    )
    let whole = geometry.crystalToLaboratory(orientation)
    let steps = geometry.sampleToLaboratory * (orientation.matrix * [0.3, -0.5, 0.7])
    #expect((whole * [0.3, -0.5, 0.7] - steps).length < 1e-12)
    #expect(abs(whole.determinant - 1) < 1e-12)
    let product = whole * whole.transposed
    #expect((product * [1, 2, 3] - [1, 2, 3]).length < 1e-12)
  }

  @Test func invalidGeometriesThrow() throws {
    var geometry = DetectorGeometry(width: 10, height: 10, patternCenter: [0.5, 0.5, 0])
    #expect(throws: DiffractionError.self) { try geometry.validate() }
    geometry.patternCenter.z = .nan
    #expect(throws: DiffractionError.self) { try geometry.validate() }
    geometry.patternCenter.z = 0.5
    try geometry.validate()
    geometry.height = 0
    let error = #expect(throws: DiffractionError.self) { try geometry.validate() }
    #expect(error?.description == "height: 0 cannot be used; expected 1 to 16384")
  }
}
