import Imaging
import Testing

@testable import struct Diffraction.PhosphorScreen

@Suite struct PhosphorScreenTests {
  @Test func onlyStrayLightReachesBeyondTheRadius() {
    let screen = PhosphorScreen(
      centerX: 0.4,
      centerY: 0.5,
      radius: 0.3,
      edge: 0.05,
      strayLight: 0.07
    )
    var image = GrayImage(width: 120, height: 100, filledWith: 0.8)
    screen.cover(&image)
    for row in 0..<100 {
      for column in 0..<120 {
        let (x, y) = (Float(column) + 0.5 - 48, Float(row) + 0.5 - 50)
        let distance = (x * x + y * y).squareRoot()
        if distance < 27 { #expect(image[row, column] == 0.8) }
        if distance > 33 { #expect(image[row, column] == 0.07) }
        // Half of the light at the radius.
        if abs(distance - 30) < 0.2 { #expect(abs(image[row, column] - 0.435) < 0.04) }
      }
    }
  }

  @Test func seedDeterminesTheSpecks() {
    var screen = PhosphorScreen(radius: 10, specks: 5, seed: 3)
    let speckled = screen.transmission(width: 80, height: 80)
    let darkened = speckled.pixels.count { $0 < 1 }
    #expect(darkened > 10 && darkened < 3000)
    #expect(speckled.pixels.allSatisfy { (0...1).contains($0) })
    #expect(speckled == screen.transmission(width: 80, height: 80))
    screen.seed = 4
    #expect(speckled != screen.transmission(width: 80, height: 80))
    screen.specks = 0
    #expect(screen.transmission(width: 80, height: 80).pixels.allSatisfy { $0 == 1 })
  }

  @Test func grainIsTheStandardDeviationOfTheLight() {
    let screen = PhosphorScreen(radius: 10, grain: 0.05, seed: 3)
    let image = screen.transmission(width: 100, height: 100)
    let mean = image.pixels.reduce(0, +) / 10_000
    let variance = image.pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 10_000
    #expect(abs(mean - 1) < 0.003 && abs(variance.squareRoot() / 0.05 - 1) < 0.05)
    #expect(image == screen.transmission(width: 100, height: 100))
  }

  @Test func invalidScreensThrow() throws {
    try PhosphorScreen().validate()
    for (screen, name) in [
      (PhosphorScreen(radius: 0), "screen radius"), (PhosphorScreen(edge: -1), "screen edge"),
      (PhosphorScreen(strayLight: .nan), "strayLight"), (PhosphorScreen(specks: -1), "specks"),
    ] {
      let error = #expect(throws: (any Error).self) { try screen.validate() }
      #expect(error.map { "\($0)".hasPrefix(name) } == true)
    }
  }
}
