import Diffraction
import Foundation
import Imaging
import Testing

@Suite struct PatternCorrectionTests {
  private let camera = EBSDCamera(
    background: PatternBackground(centerX: 0.3, width: 0.6, strength: 0.9),
    contrast: 0.1,
    blur: 0,
    dose: 1e8,
    readNoise: 0,
    bitDepth: 16
  )

  /// Uniform stripes.
  private var stripes: GrayImage {
    var image = GrayImage(width: 144, height: 96)
    for index in image.pixels.indices { image.pixels[index] = sin(Float(index % 144)) }
    return image
  }

  @Test func rawPatternKeepsTheCameraScale() {
    let pattern = camera.record(stripes, seed: 1)
    let image = PatternCorrection.raw.applied(to: pattern, of: camera, largest: 255)
    for (a, b) in zip(image.pixels, pattern.pixels) { #expect(abs(a - b * 255 / 65535) < 1e-3) }
  }

  @Test func staticCorrectionRemovesTheBackground() {
    let pattern = camera.record(stripes, seed: 1)
    let correction = PatternCorrection.staticBackground(.divide)
    let image = correction.applied(to: pattern, of: camera, largest: 255)
    #expect(image.correlation(with: stripes) > 0.999)
    #expect(pattern.correlation(with: stripes) < 0.6)
    #expect(image.pixels.contains(0) && image.pixels.contains(255))
  }

  @Test(arguments: [
    PatternCorrection.staticBackground(.subtract), .dynamicBackground(.divide, sigma: 0.1),
    .dynamicBackground(.subtract, sigma: 0.1),
  ]
  )
  func correctionsRemoveTheBackground(correction: PatternCorrection) {
    let pattern = camera.record(stripes, seed: 1)
    let image = correction.applied(to: pattern, of: camera, largest: 65535)
    // At the image edges the Gaussian sees only one side of the background.
    #expect(image.correlation(with: stripes) > 0.7)
    #expect(pattern.correlation(with: stripes) < 0.4)
    let (low, high) = (image.pixels.min(), image.pixels.max())
    #expect(low == 0 && abs((high ?? 0) - 65535) < 0.01)
  }

  @Test func hotPixelsAreClippedAndConstantPatternsAreBlack() {
    var pattern = camera.record(stripes, seed: 1)
    pattern.pixels[100] = 65535 * 100
    let correction = PatternCorrection.dynamicBackground(.subtract, sigma: 0.2)
    let image = correction.applied(to: pattern, of: camera, largest: 255)
    #expect(image.pixels[100] == 255)
    let flat = GrayImage(width: 8, height: 8, filledWith: 40)
    let dark = correction.applied(to: flat, of: camera, largest: 255)
    #expect(dark.pixels.allSatisfy { $0 == 0 })
  }

  @Test func roundTripsThroughJSONWithNamesAndErrors() throws {
    let all: [PatternCorrection] = [
      .raw, .staticBackground(.divide), .staticBackground(.subtract),
      .dynamicBackground(.divide, sigma: 0.125), .dynamicBackground(.subtract, sigma: 0.3),
    ]
    let data = try JSONEncoder().encode(all)
    #expect(try JSONDecoder().decode([PatternCorrection].self, from: data) == all)
    #expect(
      all.map(\.name) == [
        "raw", "static-divide", "static-subtract", "dynamic-divide", "dynamic-subtract",
      ]
    )
    for text in [
      #"{"method": "none"}"#, #"{"method": "dynamic", "sigma": 0}"#,
      #"{"method": "raw", "sigmas": 1}"#,
    ] {
      #expect(throws: (any Error).self) {
        try JSONDecoder().decode(PatternCorrection.self, from: Data(text.utf8))
      }
    }
  }
}
