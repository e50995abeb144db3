import RandomNumbers
import Testing

@testable import Imaging

@Suite struct AugmentationDrawTests {
  private func draws(_ settings: Augmentation, count: Int = 300) -> [Augmentation.Draw] {
    (0..<count).compactMap { number in
      var generator = KeyedGenerator(4, number)
      return Augmentation.Draw(from: settings, using: &generator)
    }
  }

  @Test func drawsStayInTheirRangesAndReachBothHalves() {
    let settings = Augmentation.ebsd
    let draws = draws(settings)
    #expect(draws.count == 300)
    func check(_ range: ClosedRange<Float>, _ value: (Augmentation.Draw) -> Float) {
      let values = draws.map(value)
      let middle = (range.lowerBound + range.upperBound) / 2
      let slack = 1e-5 * (range.upperBound - range.lowerBound)
      #expect(values.allSatisfy { $0 >= range.lowerBound - slack && $0 <= range.upperBound + slack })
      #expect(values.contains { $0 < middle } && values.contains { $0 > middle })
    }
    check(settings.rotation) { $0.rotation }
    check(settings.zoom) { $0.zoom }
    check(settings.gain) { $0.gain }
    check(settings.gamma) { $0.gamma }
    check(settings.gaussianNoise) { $0.gaussianNoise }
    check(settings.blur) { $0.blur }
    check(100...5000) { $0.poissonCounts ?? .nan }
    check(-0.05...0.05) { $0.shift.x }
    check(-0.05...0.05) { $0.shift.y }
    for draw in draws { #expect((draw.gradient * draw.gradient).sum() <= 0.3001 * 0.3001) }
    let mirrored = draws.count(where: \.isMirrored)
    let shadowed = draws.filter { $0.shadow != nil }
    #expect((110...190).contains(mirrored) && (10...55).contains(shadowed.count))
    for shadow in shadowed.compactMap(\.shadow) {
      #expect((0.1...0.3).contains(shadow.width) && (0.1...0.3).contains(shadow.height))
      #expect((0...1).contains(shadow.left + shadow.width / 2) && (0...1).contains(shadow.top + shadow.height / 2))
    }
  }

  @Test func oneSettingDoesNotChangeTheOtherDraws() {
    var quiet = Augmentation.ebsd
    (quiet.poissonCounts, quiet.occlusionProbability, quiet.rotation) = (nil, 0, 0...0)
    for (first, second) in zip(draws(.ebsd, count: 30), draws(quiet, count: 30)) {
      #expect(second.poissonCounts == nil && second.shadow == nil && second.rotation == 0)
      #expect(first.zoom == second.zoom && first.gradient == second.gradient && first.blur == second.blur)
      #expect(first.noiseSeed == second.noiseSeed)
    }
  }

  @Test func invalidSettingsDrawNothing() {
    var settings = Augmentation.ebsd
    settings.zoom = 0...1
    #expect(draws(settings).isEmpty)
  }

  @Test func intensityOfTheDarkestPixelIsUnchangedByGain() throws {
    var draw = try #require(draws(.none, count: 1).first)
    draw.gain = 2
    let image = GrayImage(width: 3, height: 1, pixels: [10, 12, 20])
    for (pixel, expected) in zip(draw.applied(to: image).pixels, [10, 14, 30] as [Float]) {
      #expect(abs(pixel - expected) < 1e-4)
    }
  }

  @Test func shadowDarkensItsRectangleAndNoMore() throws {
    var draw = try #require(draws(.none, count: 1).first)
    draw.shadow = .init(left: 0.5, top: -0.25, width: 0.75, height: 0.5, light: 0.5)
    var image = GrayImage(width: 4, height: 4, filledWith: 8)
    image[3, 0] = 0
    let shadowed = draw.applied(to: image)
    for row in 0..<4 {
      for column in 0..<4 {
        let expected = row < 1 && column >= 2 ? image[row, column] / 2 : image[row, column]
        #expect(shadowed[row, column] == expected)
      }
    }
  }
}
