import Foundation
import Imaging
import RandomNumbers
import Testing

@Suite struct GrayImageOutliersTests {
  /// Broad bands with noise: Poisson with a mean of `counts` times the brightness, or Gaussian without a mean.
  private static func noisy(_ size: Int, counts: Float, seed: Int) -> GrayImage {
    var generator = KeyedGenerator(seed)
    var image = GrayImage(width: size, height: size)
    for row in 0..<size {
      for column in 0..<size {
        let brightness = 1.5 + sin(Float(row + 2 * column) / 6) * Float(row) / Float(size)
        image[row, column] = Float(generator.poisson(mean: counts * brightness))
      }
    }
    return image
  }

  /// The image with spots of a width (standard deviation in pixels), each somewhere between pixels.
  private static func spots(_ sigma: Float, on background: GrayImage, height: Float) -> GrayImage {
    var generator = KeyedGenerator(9)
    var image = background
    for _ in 0..<12 {
      let (x, y) = (generator.uniform(in: 3...60), generator.uniform(in: 3...60))
      for row in 0..<image.height {
        for column in 0..<image.width {
          let (dx, dy) = (Float(column) - x, Float(row) - y)
          image[row, column] += height * exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))
        }
      }
    }
    return image
  }

  @Test func hotAndDeadPixelsBecomeAsTheirNeighbours() {
    let clean = Self.noisy(64, counts: 80, seed: 1)
    // Within the image, at an edge, in a corner, side by side, three in a row, and a dead pixel.
    let places = [(20, 30), (0, 40), (63, 63), (40, 10), (40, 11), (50, 50), (51, 50), (52, 51), (9, 9)]
    for intensity: Float in [4095, 65535, .infinity] {
      var image = clean
      for (row, column) in places { image[row, column] = intensity }
      image[9, 9] = 0
      #expect(image.outlierCount == places.count)
      let replaced = image.withOutliersReplaced()
      for row in 0..<64 {
        for column in 0..<64 {
          if places.contains(where: { $0 == (row, column) }) {
            #expect(abs(replaced[row, column] - 120) < 100, "\(row), \(column): \(replaced[row, column])")
          } else {
            #expect(replaced[row, column] == clean[row, column])
          }
        }
      }
    }
  }

  @Test func noiseOfAnyDoseStays() {
    for (index, counts) in [Float(0.05), 0.3, 2, 20, 500].enumerated() {
      for seed in 0..<4 {
        let image = Self.noisy(96, counts: counts, seed: 10 * index + seed)
        #expect(image.withOutliersReplaced() == image, "\(counts) counts, seed \(seed)")
      }
    }
  }

  @Test func spotsStay() {
    let dark = GrayImage(width: 64, height: 64, filledWith: 10)
    for sigma: Float in [0.5, 0.7, 1, 2] {
      for background in [dark, Self.noisy(64, counts: 5, seed: 3)] {
        let image = Self.spots(sigma, on: background, height: 2000)
        #expect(image.withOutliersReplaced() == image, "σ = \(sigma)")
      }
    }
  }

  @Test func edgesAndFlatImagesStay() {
    var step = GrayImage(width: 20, height: 20)
    for row in 8..<20 { for column in 8..<20 { step[row, column] = 200 } }
    #expect(step.withOutliersReplaced() == step)
    for (width, height) in [(1, 1), (2, 9), (9, 2), (3, 3), (3, 200)] {
      let flat = GrayImage(width: width, height: height, filledWith: 7)
      #expect(flat.withOutliersReplaced() == flat)
    }
    #expect(GrayImage(width: 9, height: 9, filledWith: .nan).outlierCount == 0)
  }
}
