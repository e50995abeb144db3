import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct EBSDParameterRangesTests {
  @Test func drawsCoverEveryRangeWithValidParameters() throws {
    var conditions = EBSDParameterRanges()
    (conditions.screenProbability, conditions.diffuseProbability, conditions.flatFieldProbability) = (1, 1, 1)
    try conditions.validate()
    let drawn = (0..<400).map { number in
      var generator = KeyedGenerator(1, number)
      return conditions.draw(size: 64, using: &generator)
    }
    for settings in drawn { try settings.validate() }
    func check(_ range: ClosedRange<Float>, _ value: (EBSDParameters) -> Float) {
      let values = drawn.map(value)
      let width = range.upperBound - range.lowerBound
      let (low, high) = (values.min() ?? .nan, values.max() ?? .nan)
      #expect(low >= range.lowerBound - 1e-5 && low < range.lowerBound + 0.1 * width)
      #expect(high <= range.upperBound + 1e-5 && high > range.upperBound - 0.1 * width)
    }
    check(conditions.patternCenterX) { Float($0.geometry.patternCenter.x) }
    check(conditions.patternCenterY) { Float($0.geometry.patternCenter.y) }
    check(conditions.detectorDistance) { Float($0.geometry.patternCenter.z) }
    check(conditions.detectorTilt) { Float($0.geometry.detectorTilt) }
    check(conditions.azimuth) { Float($0.geometry.azimuth) }
    check(conditions.sampleTilt) { Float($0.geometry.sampleTilt) }
    check(conditions.backgroundCenterX) { $0.camera.background.centerX }
    check(conditions.backgroundCenterY) { $0.camera.background.centerY }
    check(conditions.backgroundWidth) { $0.camera.background.width }
    check(conditions.backgroundWidth) { $0.camera.background.height }
    check(conditions.backgroundStrength) { $0.camera.background.strength }
    check(conditions.contrast) { $0.camera.contrast }
    check(conditions.blur) { $0.camera.blur }
    check(conditions.dose) { $0.camera.dose }
    check(conditions.readNoise) { $0.camera.readNoise }
    check(conditions.exposure) { $0.camera.exposure }
    check(conditions.gamma) { $0.camera.gamma }
    func check(screen range: ClosedRange<Float>, _ value: KeyPath<PhosphorScreen, Float>) {
      check(range) { $0.camera.screen?[keyPath: value] ?? .nan }
    }
    check(screen: conditions.screenCenter, \.centerX)
    check(screen: conditions.screenCenter, \.centerY)
    check(screen: conditions.screenRadius, \.radius)
    check(screen: conditions.screenEdge, \.edge)
    check(screen: conditions.strayLight, \.strayLight)
    check(screen: conditions.screenGrain, \.grain)
    check(conditions.clouds) { $0.camera.diffuse?.clouds ?? .nan }
    check(conditions.cloudWidth) { $0.camera.diffuse?.cloudWidth ?? .nan }
    check(conditions.excess) { $0.camera.diffuse?.excess ?? .nan }
    check(conditions.shades) { $0.camera.flatField?.shades ?? .nan }
    check(conditions.grain) { $0.camera.flatField?.grain ?? .nan }
    #expect(Set(drawn.compactMap(\.camera.screen?.specks)) == Set(conditions.specks))
    #expect(Set(drawn.map(\.camera.bitDepth)) == Set(conditions.bitDepth))
    #expect(Set(drawn.map(\.noiseSeed)).count == 400)
    // Half of the doses are below the geometric mean of the range.
    #expect((150...250).contains(drawn.filter { $0.camera.dose < 300 }.count))
    let kinds = Dictionary(grouping: drawn) { $0.correction.name.prefix(3) }.mapValues(\.count)
    #expect((80...160).contains(kinds["raw"] ?? 0))
    #expect((100...180).contains(kinds["sta"] ?? 0) && (100...180).contains(kinds["dyn"] ?? 0))
  }

  @Test func changingOneRangeKeepsAllOtherValues() {
    var conditions = EBSDParameterRanges()
    var generator = KeyedGenerator(4)
    let first = conditions.draw(size: 64, using: &generator)
    let after = generator.next()
    conditions.blur = 0...0
    conditions.staticProbability = 1
    conditions.dynamicProbability = 0
    conditions.bitDepth = 8...8
    conditions.gamma = 1...1
    conditions.screenProbability = 1
    generator = KeyedGenerator(4)
    var second = conditions.draw(size: 64, orientation: .identity, using: &generator)
    #expect(generator.next() == after)
    #expect(
      second.orientation == .identity && second.camera.gamma == 1 && second.camera.bitDepth == 8
    )
    second.quaternion = first.quaternion
    second.camera.blur = first.camera.blur
    second.camera.gamma = first.camera.gamma
    second.camera.bitDepth = first.camera.bitDepth
    #expect(first.camera.screen == nil && second.camera.screen != nil)
    second.camera.screen = nil
    second.correction = first.correction
    #expect(first == second)
  }

  @Test func aspectSetsTheNumberOfRows() {
    var conditions = EBSDParameterRanges()
    conditions.aspect = 1.25...1.25
    var generator = KeyedGenerator(4)
    let geometry = conditions.draw(size: 100, using: &generator).geometry
    #expect(geometry.width == 100 && geometry.height == 80)
  }

  @Test func readsPartialJSONAndRoundTrips() throws {
    let text =
      #"{"dose": [100, 200], "bitDepth": [10, 10], "staticProbability": 0, "screenProbability": 0.5,"#
      + #" "screenRadius": [0.4, 0.5], "screenEdge": [0.01, 0.02], "specks": [1, 2]}"#
    let conditions = try JSONDecoder().decode(EBSDParameterRanges.self, from: Data(text.utf8))
    var expected = EBSDParameterRanges()
    expected.dose = 100...200
    expected.bitDepth = 10...10
    expected.staticProbability = 0
    expected.screenProbability = 0.5
    expected.screenRadius = 0.4...0.5
    expected.screenEdge = 0.01...0.02
    expected.specks = 1...2
    #expect(conditions == expected)
    let data = try JSONEncoder().encode(expected)
    #expect(try JSONDecoder().decode(EBSDParameterRanges.self, from: data) == expected)
  }

  @Test(arguments: [
    (#"{"dose": [0, 10]}"#, "dose: 0.0 to 10.0 cannot be used; expected within 1.0 to 1e+09"),
    (#"{"staticProbability": 0.7, "dynamicProbability": 0.7}"#, "a sum of at most 1"),
    (#"{"doze": [10, 20]}"#, #"conditions: unknown key "doze""#),
    (#"{"detectorDistance": [0, 1]}"#, "detectorDistance"),
    (#"{"bitDepth": [8, 20]}"#, "bitDepth"),
    (#"{"screenProbability": 2}"#, "screenProbability"),
    (#"{"specks": [0, 5000]}"#, "specks"),
  ]
  )
  func invalidRangesThrowTheirName(text: String, sentence: String) {
    let error = #expect(throws: (any Error).self) {
      try JSONDecoder().decode(EBSDParameterRanges.self, from: Data(text.utf8))
    }
    #expect(error.map { "\($0)" }?.contains(sentence) == true, "\(String(describing: error))")
  }

  @Test(arguments: [#"{"dose": [20, 10]}"#, #"{"dose": 5}"#, "[]"]
  )
  func malformedJSONThrows(text: String) {
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(EBSDParameterRanges.self, from: Data(text.utf8))
    }
  }

  @Test func someBlursAreReducedAndSomeShadesAreStrong() throws {
    var ranges = EBSDParameterRanges.wide
    try ranges.validate()
    ranges.flatFieldProbability = 1
    let drawn = (0..<600).map { number in
      var generator = KeyedGenerator(2, number)
      return ranges.draw(size: 64, using: &generator).camera
    }
    // One third below 0.5 pixels by reduction, and a quarter of the others.
    #expect((250...350).contains(drawn.count { $0.blur < 0.5 }))
    let strong = drawn.count { ($0.flatField?.shades ?? 0) >= min(3 * $0.contrast, 0.2) }
    #expect((35...130).contains(strong))
    #expect((300...420).contains(drawn.count { $0.diffuse != nil }))
  }
}
