import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct SpotParametersTests {
  private static func drawn(_ number: Int) throws -> SpotParameters {
    var generator = KeyedGenerator(number)
    let cell = try UnitCell(a: 4, b: 5, c: 6)
    return SpotParameterRanges().draw(size: 32, cell: cell, using: &generator)
  }

  @Test func roundTripsThroughJSON() throws {
    for number in 0..<20 {
      let settings = try Self.drawn(number)
      let data = try JSONEncoder().encode(settings)
      #expect(try JSONDecoder().decode(SpotParameters.self, from: data) == settings)
    }
  }

  @Test func invalidParametersThrowTheirName() throws {
    func check(_ name: String, _ change: (inout SpotParameters) -> Void) throws {
      var settings = try Self.drawn(1)
      change(&settings)
      let error = #expect(throws: DiffractionError.self) { try settings.validate() }
      #expect(error?.description.hasPrefix(name) == true, "\(String(describing: error))")
      // JSON cannot represent infinities; encoding them throws a different error.
      guard let data = try? JSONEncoder().encode(settings) else { return }
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(SpotParameters.self, from: data)
      }
    }
    try check("length of the quaternion") { $0.quaternion = .zero }
    try check("acceleratingVoltage") { $0.acceleratingVoltage = 0 }
    try check("thickness") { $0.thickness = -1 }
    try check("thicknessSpread") { $0.thicknessSpread = 2 }
    try check("precessionAngle") { $0.precessionAngle = 90 }
    try check("scale") { $0.screen.scale = .nan }
    try check("profile radius") { $0.profile = .disc(radius: 0) }
    try check("directBeam") { $0.directBeam = -1 }
    try check("background width") { $0.background.width = 0 }
    try check("beamStop radius") { $0.beamStop = BeamStop(radius: -1) }
    try check("dose") { $0.camera.dose = 0 }
  }

  @Test func columnsHoldEveryNumberExactly() throws {
    var settings = try Self.drawn(3)
    settings.profile = .pseudoVoigt(radius: 1.7, lorentzian: 0.3)
    settings.beamStop = BeamStop(radius: 2.5, armWidth: 1.5, armDirection: 77.7)
    settings.zoneAxis = ZoneAxis(1, -1, 0)
    let columns = settings.columns
    let values = Dictionary(uniqueKeysWithValues: columns)
    #expect(values.count == columns.count)
    #expect(values["orientation_w"].flatMap(Double.init) == settings.quaternion.x)
    #expect(values["orientation_z"].flatMap(Double.init) == settings.quaternion.w)
    #expect(values["zone_axis"] == "[1 -1 0]")
    #expect(values["accelerating_voltage"].flatMap(Double.init) == settings.acceleratingVoltage)
    #expect(values["thickness"].flatMap(Double.init) == settings.thickness)
    #expect(values["thickness_spread"].flatMap(Double.init) == settings.thicknessSpread)
    #expect(values["precession_angle"].flatMap(Double.init) == settings.precessionAngle)
    #expect(values["intensities"] == (settings.isTwoBeam ? "two-beam" : "kinematical"))
    #expect(values["scale"].flatMap(Double.init) == settings.screen.scale)
    #expect(values["offset_x"].flatMap(Double.init) == settings.screen.offsetX)
    #expect(values["offset_y"].flatMap(Double.init) == settings.screen.offsetY)
    #expect(values["spot_profile"] == "pseudo-voigt" && values["spot_radius"] == "1.7")
    #expect(values["spot_lorentzian"] == "0.3")
    #expect(values["direct_beam"].flatMap(Float.init) == settings.directBeam)
    #expect(values["background_width"].flatMap(Float.init) == settings.background.width)
    #expect(values["beam_stop_radius"] == "2.5" && values["beam_stop_arm_width"] == "1.5")
    #expect(values["beam_stop_arm_direction"] == "77.7")
    #expect(values["dose"].flatMap(Float.init) == settings.camera.dose)
    #expect(values["contrast"] == settings.camera.contrast.rawValue)
    #expect(values["noise_seed"].flatMap(UInt64.init) == settings.noiseSeed)
  }

  @Test func absentValuesAreEmptyColumns() throws {
    var settings = try Self.drawn(3)
    let names = settings.columns.map(\.name)
    settings.profile = .gaussian(radius: 1)
    settings.beamStop = nil
    settings.zoneAxis = nil
    #expect(settings.columns.map(\.name) == names)
    let values = Dictionary(uniqueKeysWithValues: settings.columns)
    for name in ["zone_axis", "spot_lorentzian", "beam_stop_radius", "beam_stop_arm_direction"] {
      #expect(values[name] == "")
    }
  }
}
