import Foundation
import Imaging
import Testing

@Suite struct IntensityScalingTests {
  @Test func standardizedImagesHaveMeanZeroAndVarianceOne() {
    for range in [0...1, 0...255, 60000...60010, -5...5] as [ClosedRange<Float>] {
      var image = noise(37, 23, seed: 9, in: range)
      IntensityScaling.standardize.apply(to: &image)
      let count = Double(image.pixels.count)
      let mean = image.pixels.reduce(0.0) { $0 + Double($1) } / count
      let variance = image.pixels.reduce(0.0) { $0 + Double($1 * $1) } / count
      #expect(abs(mean) < 2e-3 && abs(variance - 1) < 1e-3, "\(range): \(mean) \(variance)")
    }
  }

  @Test func imagesWithoutContrastOrWithBrokenPixelsBecomeZero() {
    for scaling in [IntensityScaling.standardize, .percentile(low: 1, high: 99)] {
      for pixels in [[7, 7, 7], [0, 0, 0], [.nan, 1, 2], [1, .infinity, 2]] as [[Float]] {
        var image = GrayImage(width: 3, height: 1, pixels: pixels)
        scaling.apply(to: &image)
        #expect(image.pixels == [0, 0, 0], "\(scaling) of \(pixels)")
      }
    }
  }

  @Test func percentilesClipHotPixels() {
    var clipped = GrayImage(width: 101, height: 1, pixels: (0...100).map { Float($0) })
    clipped.pixels[50] = 1e6
    clipped.pixels.swapAt(3, 77)
    var expected = clipped
    expected.pixels = expected.pixels.map { min(max($0, 2), 100) }
    IntensityScaling.percentile(low: 2, high: 99).apply(to: &clipped)
    IntensityScaling.standardize.apply(to: &expected)
    #expect(largestDifference(clipped, expected) < 1e-6)
  }

  @Test func pixelsOutsideOfTheMaskDoNotCount() {
    let mask = CircularMask(width: 30, height: 30)
    for scaling in [IntensityScaling.standardize, .percentile(low: 5, high: 95)] {
      var (plain, rimmed) = (noise(30, 30, seed: 6), noise(30, 30, seed: 6))
      for row in 0..<30 {
        for column in 0..<30 where !mask.contains(row: row, column: column) {
          rimmed[row, column] = -1e5
        }
      }
      scaling.apply(to: &plain, mask: mask)
      scaling.apply(to: &rimmed, mask: mask)
      #expect(plain == rimmed)
      #expect(plain[0, 0] == 0 && plain[29, 29] == 0)
      let squares = plain.pixels.reduce(0) { $0 + $1 * $1 }
      #expect(abs(squares / Float(mask.pixelCount) - 1) < 1e-3)
    }
  }

  @Test func jsonIsReadableAndChecked() throws {
    for scaling in [IntensityScaling.standardize, .percentile(low: 0.5, high: 99.9)] {
      let json = try JSONEncoder().encode(scaling)
      #expect(try JSONDecoder().decode(IntensityScaling.self, from: json) == scaling)
    }
    for json in [
      #"{"method": "percentile", "low": 60, "high": 40}"#, #"{"method": "log"}"#,
      #"{"method": "percentile", "high": 101}"#, #"{"method": "standardize", "mean": 0}"#,
    ] {
      #expect(throws: ImagingError.self, "\(json)") {
        try JSONDecoder().decode(IntensityScaling.self, from: Data(json.utf8))
      }
    }
  }
}
