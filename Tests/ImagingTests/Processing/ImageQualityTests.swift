import Foundation
import Imaging
import Testing

@Suite struct ImageQualityTests {
  private func pixels(_ count: Int, _ value: (Int) -> Int) -> [Float] { (0..<count).map { Float(value($0)) } }

  /// The definition, by a slow transform in two dimensions.
  private func slow(_ image: GrayImage) -> Double {
    let (width, height) = (image.width, image.height)
    let mean = image.pixels.reduce(0.0) { $0 + Double($1) } / Double(image.pixels.count)
    var (weighted, total, flat) = (0.0, 0.0, 0.0)
    for v in 0..<height {
      for u in 0..<width {
        var (real, imaginary) = (0.0, 0.0)
        for row in 0..<height {
          for column in 0..<width {
            let angle =
              2 * Double.pi * (Double(u * column) / Double(width) + Double(v * row) / Double(height))
            real += (Double(image[row, column]) - mean) * cos(angle)
            imaginary += (Double(image[row, column]) - mean) * sin(angle)
          }
        }
        let x = Double(u < width / 2 ? u + 1 : u - width)
        let y = Double(v < height / 2 ? v + 1 : v - height)
        let power = real * real + imaginary * imaginary
        weighted += power * (x * x + y * y - 1)
        total += power
        flat += x * x + y * y - 1
      }
    }
    return 1 - weighted / total / (flat / Double(width * height))
  }

  @Test(arguments: [(8, 6), (7, 9), (1, 4)]) func qualityIsThatOfTheTwoDimensionalSpectrum(width: Int, height: Int) {
    let image = GrayImage(
      width: width,
      height: height,
      pixels: pixels(width * height) { ($0 * 37 + $0 * $0 * 11) % 101 }
    )
    let quality = ImageQuality(width: width, height: height)(image) ?? .nan
    #expect(abs(quality - slow(image)) < 1e-9)
  }

  @Test func bandsAreBetterThanNoiseAndNothingHasNone() {
    let quality = ImageQuality(width: 32, height: 32)
    let band = GrayImage(width: 32, height: 32, pixels: pixels(1024) { ($0 % 32 + $0 / 32) % 16 })
    let noise = GrayImage(width: 32, height: 32, pixels: pixels(1024) { ($0 * 7919 + $0 * $0 * 104_729) % 257 })
    #expect((quality(band) ?? 0) > (quality(noise) ?? 1) + 0.3)
    #expect(quality(GrayImage(width: 32, height: 32, filledWith: 7)) == nil)
  }
}
