import Crystallography
import Diffraction
import Foundation
import Testing

@Suite struct OrientationZoneAxisTests {
  private static func cell() throws -> UnitCell {
    try UnitCell(a: 4, b: 5, c: 7, alpha: 80, beta: 100, gamma: 115)
  }

  @Test(arguments: ZoneAxis.axes(ofGreatestIndex: 1))
  func axisIsAntiparallelToTheBeam(axis: ZoneAxis) throws {
    let cell = try Self.cell()
    for rotation in [0.0, 77, 180] {
      let orientation = Orientation(zoneAxis: axis, of: cell, rotation: rotation)
      let image = orientation.matrix * axis.direction(in: cell)
      #expect((image - [0, 0, -1]).length < 1e-9)
    }
  }

  @Test func handlesAxesAlongAndAgainstTheBeam() throws {
    let cell = try UnitCell(a: 3, b: 3, c: 3)
    let along = Orientation(zoneAxis: ZoneAxis(0, 0, 1), of: cell).matrix * [0, 0, 1]
    #expect((along - [0, 0, -1]).length < 1e-12)
    let against = Orientation(zoneAxis: ZoneAxis(0, 0, -1), of: cell)
    #expect((against.matrix * [1, 2, 3] - [1, 2, 3]).length < 1e-12)
  }

  @Test func tiltAndAzimuthMoveTheAxis() throws {
    let cell = try Self.cell()
    let axis = ZoneAxis(1, 1, 0)
    let orientation = Orientation(
      zoneAxis: axis,
      of: cell,
      rotation: 33,
      tilt: 10,
      azimuth: 120
    )
    let leaning = orientation.matrix * axis.direction(in: cell)
    let (tilt, azimuth) = (10 * Double.pi / 180, 120 * Double.pi / 180)
    let expected: Vector3 = [sin(tilt) * cos(azimuth), sin(tilt) * sin(azimuth), -cos(tilt)]
    #expect((leaning - expected).length < 1e-12)
  }

  @Test func rotationTurnsTheCrystalAboutTheBeam() throws {
    let cell = try Self.cell()
    let axis = ZoneAxis(1, 0, 2)
    let g = cell.reciprocalVector(of: MillerIndex(2, 1, -1))
    let before = Orientation(zoneAxis: axis, of: cell).matrix * g
    let after = Orientation(zoneAxis: axis, of: cell, rotation: 90).matrix * g
    #expect((after - [-before.y, before.x, before.z]).length < 1e-12)
  }
}
