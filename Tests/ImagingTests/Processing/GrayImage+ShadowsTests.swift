import Imaging
import Testing

@Suite struct GrayImageShadowsTests {
  /// Bands, and the same through a round window.
  private static func round(
    _ size: Int,
    radius: Float,
    outside: Float
  ) -> (image: GrayImage, open: GrayImage) {
    var open = bands(size, size)
    for index in open.pixels.indices { open.pixels[index] += 100 }
    var image = open
    for row in 0..<size {
      for column in 0..<size where distance(row, column, size) > radius {
        image[row, column] = outside
      }
    }
    return (image, open)
  }

  private static func distance(_ row: Int, _ column: Int, _ size: Int) -> Float {
    let (x, y) = (Float(column) + 0.5 - Float(size) / 2, Float(row) + 0.5 - Float(size) / 2)
    return (x * x + y * y).squareRoot()
  }

  @Test func whatIsBesideARoundScreenBecomesAsBrightAsWhatIsNextToIt() {
    let (image, open) = Self.round(96, radius: 44, outside: 3)
    let filled = image.withShadowsFilled()
    for row in 0..<96 {
      for column in 0..<96 {
        let distance = Self.distance(row, column, 96)
        if distance < 36 { #expect(abs(filled[row, column] / open[row, column] - 1) < 1e-3) }
        if distance > 46 { #expect(filled[row, column] > 60 && filled[row, column] < 300) }
      }
    }
    // Scaled, the bands within hold the variance, as without an edge.
    func contrast(_ image: GrayImage) -> Float {
      var flat = image
      BackgroundRemoval.divide(sigma: BackgroundRemoval.defaultSigma).apply(to: &flat)
      IntensityScaling.standardize.apply(to: &flat)
      let pixels = flat.pixels
      let inside = pixels.indices.filter { Self.distance($0 / 96, $0 % 96, 96) < 36 }
      return (inside.reduce(0) { $0 + pixels[$1] * pixels[$1] } / Float(inside.count)).squareRoot()
    }
    #expect(contrast(image) < 0.6 * contrast(open))
    #expect(contrast(filled) > 0.8 * contrast(open))
  }

  @Test func withoutShadowsNothingChanges() {
    for image in [bands(64, 40), noise(40, 40, seed: 1), GrayImage(width: 8, height: 8)] {
      var lit = image
      for index in lit.pixels.indices { lit.pixels[index] += 200 }
      #expect(lit.withShadowsFilled() == lit)
    }
    // All dark is no shadow of anything.
    let dark = GrayImage(width: 20, height: 20)
    #expect(dark.withShadowsFilled() == dark)
  }

  @Test func oddImagesStayFinite() {
    var spike = GrayImage(width: 33, height: 21)
    spike[10, 16] = 1e6
    var negative = noise(30, 30, seed: 2)
    for index in negative.pixels.indices { negative.pixels[index] -= 1e3 }
    let half = Self.round(16, radius: 5, outside: 0).image
    for image in [spike, negative, half, GrayImage(width: 1, height: 1, filledWith: 7)] {
      #expect(image.withShadowsFilled().pixels.allSatisfy { $0.isFinite })
    }
  }
}
