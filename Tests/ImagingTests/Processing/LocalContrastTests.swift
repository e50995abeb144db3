import Foundation
import Testing

@testable import Imaging

@Suite struct LocalContrastTests {
  private func applied(_ image: GrayImage, weights: [Float]? = nil, highPass: Float = 1.2) -> GrayImage {
    var (image, contrast) = (image, LocalContrast())
    contrast.highPass = highPass
    contrast.apply(to: &image, weights: weights)
    return image
  }

  /// The definition, with exact Gaussians in double precision.
  private func reference(_ image: GrayImage, highPass: Double) -> [Double] {
    let (width, height) = (image.width, image.height)
    func blurred(_ pixels: [Double], _ sigma: Double) -> [Double] {
      let radius = Int((4 * sigma).rounded(.up))
      let kernel = (-radius...radius).map { exp(-0.5 * pow(Double($0) / sigma, 2)) }
      let sum = kernel.reduce(0, +)
      func mirrored(_ index: Int, _ count: Int) -> Int {
        let place = ((index % (2 * count)) + 2 * count) % (2 * count)
        return place < count ? place : 2 * count - 1 - place
      }
      func along(_ pixels: [Double], _ value: (Int, Int, Int) -> Int) -> [Double] {
        (0..<width * height).map { index in
          zip(-radius...radius, kernel).reduce(0) { total, tap in
            total + pixels[value(index / width, index % width, tap.0)] * tap.1 / sum
          }
        }
      }
      let rows = along(pixels) { row, column, offset in mirrored(row + offset, height) * width + column }
      return along(rows) { row, column, offset in row * width + mirrored(column + offset, width) }
    }
    let wide = 0.125 * Double(width)
    var x = image.pixels.map(Double.init)
    let background = blurred(x, wide)
    x = zip(x, background).map { $0 / $1 - 1 }
    for _ in 0..<2 { x = zip(x, blurred(x, wide)).map { $0 - $1 } }
    if highPass > 0 { x = zip(x, blurred(x, highPass)).map { $0 - $1 } }
    let power = blurred(x.map { $0 * $0 }, 0.0625 * Double(width))
    return zip(x, power).map { min(max($0 / $1.squareRoot(), -2.5), 2.5) }
  }

  @Test(arguments: [0, 1.2, 3])
  func agreesWithExactGaussiansTo2PerCent(highPass: Double) {
    var image = bands(128, 128)
    let shade = noise(128, 128, seed: 3)
    for index in image.pixels.indices { image.pixels[index] = 800 + image.pixels[index] + 20 * shade.pixels[index] }
    let result = applied(image, highPass: Float(highPass)).pixels
    let expected = reference(image, highPass: highPass)
    let error = zip(result, expected).reduce(0) { $0 + pow(Double($1.0) - $1.1, 2) }
    let power = expected.reduce(0) { $0 + $1 * $1 }
    #expect((error / power).squareRoot() < 0.02)
  }

  @Test func gainOffsetAndSmoothShadingHaveLittleEffect() {
    let pattern = noise(96, 96, seed: 5)
    var (plain, shaded) = (pattern, pattern)
    for row in 0..<96 {
      for column in 0..<96 {
        let light = 1 + 0.5 * cos(Float(column) / 40) + 0.3 * sin(Float(row) / 50)
        plain[row, column] = 1000 + 10 * pattern[row, column]
        shaded[row, column] = 3 * light * plain[row, column]
      }
    }
    let (first, second) = (applied(plain).pixels, applied(shaded).pixels)
    let error = zip(first, second).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(first.count)
    #expect(error < 0.01)
  }

  @Test func constantAndDarkImagesBecome0() {
    for intensity: Float in [0, 7, 0.1, 251, 65535, -3] {
      for size in [8, 40, 128] {
        let image = GrayImage(width: size, height: size, filledWith: intensity)
        let disc = CircularMask(width: size, height: size).weights
        for weights in [nil, disc] {
          #expect(applied(image, weights: weights).pixels.allSatisfy { $0 == 0 }, "\(intensity), \(size)")
          #expect(applied(image, weights: weights, highPass: 0).pixels.allSatisfy { $0 == 0 }, "\(intensity), \(size)")
        }
      }
    }
  }

  @Test func theFaintestContrastOf16BitsIsKept() {
    var image = GrayImage(width: 64, height: 64, filledWith: 60000)
    for row in 0..<64 { image[row, 30] = 60001 }
    #expect(applied(image)[32, 30] > 1)
  }

  @Test func pixelsWithoutWeightHaveNoEffect() {
    let mask = CircularMask(width: 64, height: 64)
    var (one, other) = (noise(64, 64, seed: 8), noise(64, 64, seed: 8))
    for row in 0..<64 {
      for column in 0..<64 {
        one[row, column] += 100
        other[row, column] = mask.contains(row: row, column: column) ? one[row, column] : 5000
      }
    }
    let (first, second) = (applied(one, weights: mask.weights), applied(other, weights: mask.weights))
    #expect(zip(first.pixels, second.pixels).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(first[0, 0] == 0 && second[0, 0] == 0 && first[32, 32] != 0)
  }

  @Test func settingsAreReadAndWritten() throws {
    var contrast = LocalContrast()
    contrast.highPass = 2
    let data = try JSONEncoder().encode(contrast)
    #expect(try JSONDecoder().decode(LocalContrast.self, from: data) == contrast)
    #expect(try JSONDecoder().decode(LocalContrast.self, from: Data(#"{"highPass": 2}"#.utf8)) == contrast)
    let error = #expect(throws: ImagingError.self) {
      try JSONDecoder().decode(LocalContrast.self, from: Data(#"{"highpass": 2}"#.utf8))
    }
    #expect(error?.description.hasPrefix("localContrast: unknown key") == true)
  }
}
