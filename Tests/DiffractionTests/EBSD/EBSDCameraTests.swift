import Diffraction
import Foundation
import Imaging
import Testing

@Suite struct EBSDCameraTests {
  private let flat = PatternBackground(strength: 0)
  private let dark = GrayImage(width: 64, height: 64)

  @Test func noiseIsThatOfCountingPlusReadout() {
    for (dose, readNoise) in [(100, 0), (100, 15), (2000, 0)] as [(Float, Float)] {
      let camera = EBSDCamera(
        background: flat,
        contrast: 0,
        blur: 0,
        dose: dose,
        readNoise: readNoise,
        exposure: 0.5,
        bitDepth: 16
      )
      let statistics = camera.record(dark, seed: 3).statistics
      let electrons = Double(dose) / (0.5 * 65535)
      let variance = Double(dose + readNoise * readNoise)
      #expect(abs(statistics.mean * electrons - Double(dose)) < 4 * (variance / 4096).squareRoot())
      #expect(abs(statistics.deviation * electrons / variance.squareRoot() - 1) < 0.05)
    }
  }

  @Test func bandsModulateTheBackgroundAndAreBlurred() {
    var modulation = GrayImage(width: 32, height: 16)
    for index in modulation.pixels.indices { modulation.pixels[index] = index % 2 == 0 ? 1 : -1 }
    var camera = EBSDCamera(
      background: PatternBackground(width: 0.3, strength: 0.5),
      contrast: 0.2,
      blur: 0,
      dose: 1e9,
      readNoise: 0,
      exposure: 0.5,
      bitDepth: 16
    )
    let sharp = camera.record(modulation, seed: 1)
    let background = camera.backgroundImage(width: 32, height: 16)
    for index in sharp.pixels.indices {
      let expected = background.pixels[index] * (1 + 0.2 * modulation.pixels[index])
      #expect(abs(sharp.pixels[index] - expected) < 15)
    }
    camera.blur = 2
    let blurred = camera.record(modulation, seed: 1)
    let smooth = background.blurred(sigma: 2)
    for row in 0..<16 {
      // Half a stripe is missing at the image edges.
      for column in 6..<26 { #expect(abs(blurred[row, column] / smooth[row, column] - 1) < 0.01) }
    }
  }

  @Test func screenEdgeIsBlurredInPatternAndBackground() {
    let camera = EBSDCamera(
      background: flat,
      screen: PhosphorScreen(radius: 0.4, strayLight: 0.1),
      contrast: 0,
      blur: 2,
      dose: 1e9,
      readNoise: 0,
      exposure: 0.5,
      bitDepth: 16
    )
    let image = camera.record(dark, seed: 1)
    let background = camera.backgroundImage(width: 64, height: 64)
    for index in image.pixels.indices {
      #expect(abs(image.pixels[index] - background.pixels[index]) < 15)
    }
    #expect(abs(image[32, 32] - 32768) < 15 && abs(image[0, 0] - 3277) < 15)
    #expect(image[32, 6] > 6000 && image[32, 6] < 30000)
  }

  @Test func intensitiesAreIntegersClippedAtFullScale() {
    let camera = EBSDCamera(background: flat, contrast: 0.5, dose: 50, exposure: 0.9, bitDepth: 6)
    var modulation = dark
    for index in 2048..<4096 { modulation.pixels[index] = 3 }
    let image = camera.record(modulation, seed: 9)
    #expect(camera.fullScale == 63)
    #expect(image.pixels.allSatisfy { $0 == $0.rounded() && $0 >= 0 && $0 <= 63 })
    #expect(image.pixels.suffix(1500).allSatisfy { $0 == 63 })
    #expect(Set(image.pixels).count > 10)
  }

  @Test func gammaKeepsBlackAndWhite() {
    var camera = EBSDCamera(background: flat, contrast: 0, blur: 0, dose: 1e9, readNoise: 0)
    camera.exposure = 0.25
    camera.gamma = 0.5
    camera.bitDepth = 8
    // 0.25 × 255 rounds to 64.
    let expected = (255 * Float(64.0 / 255).squareRoot()).rounded()
    #expect(camera.record(dark, seed: 1).pixels.allSatisfy { $0 == expected })
    #expect(
      camera.backgroundImage(width: 2, height: 2).pixels.allSatisfy { abs($0 - 127.5) < 1e-3 }
    )
    camera.exposure = 2
    #expect(camera.record(dark, seed: 1).pixels.allSatisfy { $0 == 255 })
  }

  @Test func seedDeterminesTheImage() {
    let camera = EBSDCamera()
    #expect(camera.record(dark, seed: 7) == camera.record(dark, seed: 7))
    #expect(camera.record(dark, seed: 7) != camera.record(dark, seed: 8))
  }

  @Test func invalidCamerasThrow() throws {
    try EBSDCamera().validate()
    for camera in [
      EBSDCamera(dose: 0), EBSDCamera(blur: -1), EBSDCamera(gamma: 0), EBSDCamera(bitDepth: 17),
      EBSDCamera(exposure: .nan),
      EBSDCamera(background: PatternBackground(height: -1)), EBSDCamera(readNoise: -1),
      EBSDCamera(contrast: -0.1),
    ] {
      #expect(throws: DiffractionError.self) { try camera.validate() }
    }
  }
}
