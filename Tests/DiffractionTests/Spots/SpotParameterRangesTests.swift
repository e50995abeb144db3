import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct SpotParameterRangesTests {
  private static func draw(
    _ number: Int,
    _ conditions: SpotParameterRanges = SpotParameterRanges(),
    orientation: Orientation? = nil
  ) throws -> SpotParameters {
    var generator = KeyedGenerator(1, number)
    return conditions.draw(
      size: 100,
      cell: try UnitCell(a: 4, b: 5, c: 6, beta: 100),
      orientation: orientation,
      using: &generator
    )
  }

  @Test func drawsCoverEveryRangeWithValidParameters() throws {
    let conditions = SpotParameterRanges()
    try conditions.validate()
    let drawn = try (0..<400).map { try Self.draw($0) }
    for settings in drawn { try settings.validate() }
    func check(
      _ name: String,
      _ range: ClosedRange<Float>,
      scale: Float = 1,
      _ value: (SpotParameters) -> Float?
    ) {
      let values = drawn.compactMap(value)
      let (lower, upper) = (range.lowerBound * scale, range.upperBound * scale)
      let width = upper - lower
      let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
      #expect(low >= lower - 1e-5 * width && low < lower + 0.1 * width, "\(name)")
      #expect(high <= upper + 1e-5 * width && high > upper - 0.1 * width, "\(name)")
    }
    check("voltage", conditions.acceleratingVoltage) { Float($0.acceleratingVoltage) }
    check("thickness", conditions.thickness) { Float($0.thickness) }
    check("spread", conditions.thicknessSpread) { Float($0.thicknessSpread) }
    check("precession", conditions.precessionAngle) {
      $0.precessionAngle > 0 ? Float($0.precessionAngle) : nil
    }
    check("field of view", conditions.fieldOfView, scale: 0.01) { Float($0.screen.scale) }
    check("offsetX", conditions.offsetX, scale: 100) { Float($0.screen.offsetX) }
    check("offsetY", conditions.offsetY, scale: 100) { Float($0.screen.offsetY) }
    check("radius", conditions.spotRadius, scale: 100) {
      $0.profile.name == "disc" ? nil : $0.profile.radius
    }
    check("disc", conditions.discRadius, scale: 100) {
      $0.profile.name == "disc" ? $0.profile.radius : nil
    }
    check("lorentzian", conditions.lorentzian) {
      $0.profile.name == "pseudo-voigt" ? $0.profile.lorentzian : nil
    }
    check("direct beam", conditions.directBeam) { $0.directBeam }
    check("stop", conditions.beamStopRadius, scale: 100) { $0.beamStop?.radius }
    check("arm", conditions.beamStopArmWidth, scale: 100) { $0.beamStop?.armWidth }
    check("arm's direction", 0...360) { $0.beamStop?.armDirection }
    check("background", conditions.backgroundStrength) { $0.background.strength }
    check("background's width", conditions.backgroundWidth) { $0.background.width }
    check("blur", conditions.blur) { $0.camera.blur }
    check("dose", conditions.dose) { $0.camera.dose }
    check("read noise", conditions.readNoise) { $0.camera.readNoise }
    check("exposure", conditions.exposure) { $0.camera.exposure }
    #expect(Set(drawn.map(\.noiseSeed)).count == 400)
    // Half of the doses are below the geometric mean of the range.
    #expect((150...250).contains(drawn.filter { $0.camera.dose < 1414 }.count))
    func share(_ condition: (SpotParameters) -> Bool, is expected: Float) {
      let share = Float(drawn.filter(condition).count) / 400
      #expect(abs(share - expected) < 0.1, "\(share), \(expected)")
    }
    share({ $0.zoneAxis != nil }, is: conditions.zoneAxisProbability)
    share({ $0.precessionAngle > 0 }, is: conditions.precessionProbability)
    share({ $0.isTwoBeam }, is: conditions.twoBeamProbability)
    share({ $0.beamStop != nil }, is: conditions.beamStopProbability)
    share({ $0.profile.name == "disc" }, is: conditions.discProbability)
    share({ $0.profile.name == "pseudo-voigt" }, is: conditions.pseudoVoigtProbability)
    share({ $0.camera.contrast == .squareRoot }, is: conditions.squareRootProbability)
    share({ $0.camera.contrast == .logarithmic }, is: conditions.logarithmicProbability)
  }

  @Test func zoneAxesLieWithinTheirTiltAndIndexRanges() throws {
    var conditions = SpotParameterRanges()
    conditions.zoneAxisProbability = 1
    conditions.zoneAxisTilt = 0.2...2
    conditions.zoneAxisIndex = 2...3
    let cell = try UnitCell(a: 4, b: 5, c: 6, beta: 100)
    var (tilts, quadrants, greatest): ([Double], Set<Int>, Set<Int>) = ([], [], [])
    for number in 0..<200 {
      let settings = try Self.draw(number, conditions)
      let axis = try #require(settings.zoneAxis)
      greatest.insert(max(abs(axis.u), abs(axis.v), abs(axis.w)))
      let image = settings.orientation.matrix * axis.direction(in: cell)
      tilts.append(
        atan2((image.x * image.x + image.y * image.y).squareRoot(), -image.z) * 180 / .pi
      )
      quadrants.insert((image.x > 0 ? 1 : 0) + (image.y > 0 ? 2 : 0))
    }
    #expect(greatest == [2, 3] && quadrants.count == 4)
    #expect((0.2 - 1e-6...0.3).contains(tilts.min() ?? 0))
    #expect((1.9...2 + 1e-6).contains(tilts.max() ?? 0))
  }

  @Test func changingOneRangeKeepsAllOtherValues() throws {
    let first = try Self.draw(4)
    var conditions = SpotParameterRanges()
    conditions.zoneAxisProbability = 0
    conditions.precessionProbability = 0
    conditions.beamStopProbability = 0
    conditions.discProbability = 0
    conditions.pseudoVoigtProbability = 0
    conditions.squareRootProbability = 0
    conditions.logarithmicProbability = 0
    conditions.thickness = 20...20
    var second = try Self.draw(4, conditions, orientation: .identity)
    #expect(second.orientation == .identity && second.zoneAxis == nil)
    #expect(second.beamStop == nil && second.precessionAngle == 0 && second.thickness == 20)
    #expect(second.profile.name == "gaussian" && second.camera.contrast == .linear)
    second.quaternion = first.quaternion
    second.zoneAxis = first.zoneAxis
    second.precessionAngle = first.precessionAngle
    second.beamStop = first.beamStop
    second.profile = first.profile
    second.camera.contrast = first.camera.contrast
    second.thickness = first.thickness
    #expect(first == second)
  }

  @Test func spotsAreAtLeastHalfAPixelWide() throws {
    var generator = KeyedGenerator(2)
    let cell = try UnitCell(a: 4, b: 4, c: 4)
    let settings = SpotParameterRanges().draw(size: 8, cell: cell, using: &generator)
    #expect(settings.profile.radius == 0.5)
  }

  @Test func readsPartialJSONAndRoundTrips() throws {
    let text = #"{"dose": [100, 200], "zoneAxisIndex": [1, 1], "beamStopProbability": 0}"#
    let conditions = try JSONDecoder().decode(SpotParameterRanges.self, from: Data(text.utf8))
    var expected = SpotParameterRanges()
    expected.dose = 100...200
    expected.zoneAxisIndex = 1...1
    expected.beamStopProbability = 0
    #expect(conditions == expected)
    let data = try JSONEncoder().encode(expected)
    #expect(try JSONDecoder().decode(SpotParameterRanges.self, from: data) == expected)
  }

  @Test func everyRangeIsReadByItsKey() throws {
    let data = try JSONEncoder().encode(SpotParameterRanges())
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object.count == 29)
    for (name, value) in object {
      // A valid value that differs from the default.
      let other: Any =
        if name == "zoneAxisIndex" { [2, 2] } else if value is [Any] {
          name.hasPrefix("beamStop") || name == "readNoise" || name == "blur"
            || name.hasPrefix("offset") || name == "lorentzian" || name == "thicknessSpread"
            || name == "zoneAxisTilt"
            ? [0.125, 0.125] : name.hasSuffix("Radius") ? [0.25, 0.25] : [10, 10]
        } else { 0.0625 }
      let adapted: Any = name == "precessionAngle" ? [2, 2] : other
      let text = try JSONSerialization.data(withJSONObject: [name: adapted])
      let conditions = try JSONDecoder().decode(SpotParameterRanges.self, from: text)
      #expect(conditions != SpotParameterRanges(), "\(name)")
    }
  }

  @Test(arguments: [
    (#"{"dose": [0, 10]}"#, "dose: 0.0 to 10.0 cannot be used; expected within 0.1 to 1e+09"),
    (#"{"discProbability": 0.7, "pseudoVoigtProbability": 0.7}"#, "a sum of at most 1"),
    (#"{"squareRootProbability": 0.8}"#, "expected a sum of at most 1"),
    (#"{"doze": [10, 20]}"#, #"conditions: unknown key "doze""#),
    (#"{"zoneAxisIndex": [0, 1]}"#, "zoneAxisIndex"),
    (#"{"fieldOfView": [0, 1]}"#, "fieldOfView"),
    (#"{"acceleratingVoltage": [0, 100]}"#, "acceleratingVoltage"),
    (#"{"zoneAxisProbability": 1.5}"#, "zoneAxisProbability"),
  ]
  )
  func invalidRangesThrowTheirName(text: String, sentence: String) {
    let error = #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SpotParameterRanges.self, from: Data(text.utf8))
    }
    #expect(error.map { "\($0)" }?.contains(sentence) == true, "\(String(describing: error))")
  }

  @Test(arguments: [#"{"dose": [20, 10]}"#, "[]", "{"])
  func malformedJSONThrows(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(SpotParameterRanges.self, from: Data(text.utf8))
    }
  }
}
