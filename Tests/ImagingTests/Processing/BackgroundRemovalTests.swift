import Foundation
import Imaging
import Testing

private func decoded(_ json: String) throws -> BackgroundRemoval {
  try JSONDecoder().decode(BackgroundRemoval.self, from: Data(json.utf8))
}

@Suite struct BackgroundRemovalTests {
  @Test func divisionTakesAwayASmoothGainAndKeepsThePattern() {
    var (plain, shaded) = (bands(96, 96), bands(96, 96))
    for row in 0..<96 {
      for column in 0..<96 {
        shaded[row, column] *= 1 + 0.004 * Float(row) + 0.002 * Float(column)
      }
    }
    let before = largestDifference(plain, shaded) / 120
    BackgroundRemoval.divide(sigma: 0.125).apply(to: &plain)
    BackgroundRemoval.divide(sigma: 0.125).apply(to: &shaded)
    #expect(before > 0.4)
    #expect(largestDifference(plain, shaded) < 0.05)
    #expect(abs(plain.pixels.reduce(0, +) / 9216 - 1) < 0.02)
  }

  @Test func subtractionTakesTheBackgroundAway() {
    let image = bands(64, 40)
    var rest = image
    BackgroundRemoval.subtract(sigma: 0.1).apply(to: &rest)
    let background = image.blurred(sigma: 6.4)
    for index in image.pixels.indices {
      #expect(abs(rest.pixels[index] - (image.pixels[index] - background.pixels[index])) < 1e-4)
    }
  }

  @Test func blackImagesAndConstantsGiveNoNoise() {
    for intensity in [0, 1e-20, 3, 65535] as [Float] {
      for removal in [BackgroundRemoval.divide(sigma: 0.125), .subtract(sigma: 0.125), .none] {
        var image = GrayImage(width: 40, height: 40, filledWith: intensity)
        removal.apply(to: &image)
        IntensityScaling.standardize.apply(to: &image)
        #expect(image.pixels.allSatisfy { $0 == 0 }, "\(removal) of \(intensity)")
      }
    }
    var half = noise(40, 40, seed: 1)
    for index in 0..<800 { half.pixels[index] = 0 }
    BackgroundRemoval.divide(sigma: 0.02).apply(to: &half)
    #expect(half.pixels.allSatisfy { $0.isFinite && $0 < 100 })
  }

  @Test func aBlackRimOutsideOfTheMaskDoesNotMatter() {
    let mask = CircularMask(width: 64, height: 64)
    var (dark, bright) = (bands(64, 64), bands(64, 64))
    for row in 0..<64 {
      for column in 0..<64 where !mask.contains(row: row, column: column) {
        dark[row, column] = 0
        bright[row, column] = 1e4
      }
    }
    BackgroundRemoval.divide(sigma: 0.125).apply(to: &dark, mask: mask)
    BackgroundRemoval.divide(sigma: 0.125).apply(to: &bright, mask: mask)
    for row in 0..<64 {
      for column in 0..<64 where mask.contains(row: row, column: column) {
        #expect(dark[row, column] == bright[row, column])
        #expect(abs(dark[row, column] - 1) < 0.6)
      }
    }
  }

  @Test func jsonIsReadableAndChecked() throws {
    #expect(try decoded(#"{"method": "none"}"#) == .none)
    #expect(try decoded(#"{"method": "divide"}"#) == .divide(sigma: 0.125))
    for removal in [BackgroundRemoval.none, .divide(sigma: 0.3), .subtract(sigma: 0.05)] {
      let json = try JSONEncoder().encode(removal)
      #expect(try JSONDecoder().decode(BackgroundRemoval.self, from: json) == removal)
    }
    for json in [
      #"{"method": "divide", "sigma": 0}"#, #"{"method": "divide", "sigma": 1e30}"#,
      #"{"method": "multiply"}"#, #"{"method": "divide", "sgima": 0.1}"#,
    ] {
      #expect(throws: ImagingError.self, "\(json)") { try decoded(json) }
    }
  }
}
