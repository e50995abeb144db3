import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct EBSDParametersTests {
  @Test func roundTripsThroughJSON() throws {
    for number in 0..<20 {
      var generator = KeyedGenerator(number)
      var conditions = EBSDParameterRanges()
      conditions.screenProbability = 0.5
      let settings = conditions.draw(size: 32, using: &generator)
      let data = try JSONEncoder().encode(settings)
      #expect(try JSONDecoder().decode(EBSDParameters.self, from: data) == settings)
    }
  }

  @Test func readingInvalidParametersThrows() throws {
    var settings = EBSDParameters(
      orientation: .identity,
      geometry: DetectorGeometry(width: 8, height: 8, patternCenter: [0.5, 0.5, 0.5])
    )
    settings.quaternion = .zero
    #expect(throws: DiffractionError.self) { try settings.validate() }
    let data = try JSONEncoder().encode(settings)
    #expect(throws: DiffractionError.self) {
      try JSONDecoder().decode(EBSDParameters.self, from: data)
    }
  }

  @Test func columnsHoldEveryNumberExactly() throws {
    var generator = KeyedGenerator(2)
    var conditions = EBSDParameterRanges()
    conditions.dynamicProbability = 1
    conditions.staticProbability = 0
    conditions.screenProbability = 1
    var settings = conditions.draw(size: 32, using: &generator)
    let columns = settings.columns
    let values = Dictionary(uniqueKeysWithValues: columns)
    #expect(values.count == columns.count)
    #expect(values["orientation_w"].flatMap(Double.init) == settings.quaternion.x)
    #expect(values["orientation_z"].flatMap(Double.init) == settings.quaternion.w)
    #expect(values["pattern_center_z"].flatMap(Double.init) == settings.geometry.patternCenter.z)
    #expect(values["dose"].flatMap(Float.init) == settings.camera.dose)
    #expect(values["background_height"].flatMap(Float.init) == settings.camera.background.height)
    #expect(values["screen_radius"].flatMap(Float.init) == settings.camera.screen?.radius)
    #expect(values["screen_edge"].flatMap(Float.init) == settings.camera.screen?.edge)
    #expect(values["stray_light"].flatMap(Float.init) == settings.camera.screen?.strayLight)
    #expect(values["screen_grain"].flatMap(Float.init) == settings.camera.screen?.grain)
    #expect(values["screen_seed"].flatMap(UInt64.init) == settings.camera.screen?.seed)
    #expect(values["processing"] == settings.correction.name)
    #expect(values["noise_seed"].flatMap(UInt64.init) == settings.noiseSeed)
    guard case .dynamicBackground(_, let sigma) = settings.correction else {
      Issue.record("not the correction that was asked for")
      return
    }
    #expect(values["processing_sigma"].flatMap(Float.init) == sigma)
    settings.camera.screen = nil
    #expect(settings.columns.map(\.name) == columns.map(\.name))
    #expect(settings.columns.first { $0.name == "screen_radius" }?.value == "")
  }
}
