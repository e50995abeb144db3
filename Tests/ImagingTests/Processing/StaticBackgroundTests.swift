import Imaging
import RandomNumbers
import Testing

@Suite struct StaticBackgroundTests {
  private static func image(_ pixel: (Int, Int) -> Float) -> GrayImage {
    GrayImage(width: 12, height: 9, pixels: (0..<108).map { pixel($0 / 12, $0 % 12) })
  }

  @Test func divisionRestoresThePattern() throws {
    let gain = Self.image { row, column in 0.5 + Float(column) / 12 + (row == 4 ? 0.3 : 0) }
    let bands = Self.image { row, column in (row + column) % 5 == 0 ? 120 : 100 }
    var pattern = bands
    for index in pattern.pixels.indices { pattern.pixels[index] *= gain.pixels[index] }
    var background = gain
    background.pixels = gain.pixels.map { 3000 * $0 }
    let mean = gain.pixels.reduce(0, +) / 108
    try StaticBackground(background).divide(&pattern)
    for (restored, expected) in zip(pattern.pixels, bands.pixels) { #expect(abs(restored - expected * mean) < 1e-3) }
  }

  @Test func aDarkPixelOfTheBackgroundDoesNotBlowUp() throws {
    let background = try StaticBackground(Self.image { row, column in row == 0 && column == 0 ? 0 : 1 })
    var pattern = Self.image { _, _ in 10 }
    try background.divide(&pattern)
    #expect(pattern.pixels.allSatisfy { $0.isFinite && $0 <= 10_001 })
  }

  @Test func anotherSizeAndABlackBackgroundAreErrors() throws {
    let background = try StaticBackground(Self.image { _, _ in 1 })
    var pattern = GrayImage(width: 60, height: 60, filledWith: 1)
    let error = #expect(throws: ImagingError.self) { try background.divide(&pattern) }
    #expect(
      error?.description
        == "static background: 12 × 9 pixels cannot be used; expected 60 × 60, the size of the pattern"
    )
    #expect(throws: ImagingError.self) { try StaticBackground(Self.image { _, _ in 0 }) }
  }

  @Test func likenessIsTheShareOfPatternsLikeTheOneBefore() throws {
    var generator = KeyedGenerator(4)
    let grains = (0..<3).map { _ in Self.image { _, _ in 100 + 10 * generator.normal() } }
    let background = try StaticBackground(Self.image { _, _ in 1 })
    #expect(try background.likeness(of: [grains[0], grains[0], grains[1], grains[1], grains[2]]) == 0.5)
    #expect(try background.likeness(of: grains) == 0)
    #expect(try background.likeness(of: [grains[0]]) == 0)
  }
}
