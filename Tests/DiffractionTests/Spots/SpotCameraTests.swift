import Diffraction
import Imaging
import Testing

@Suite struct SpotCameraTests {
  private func camera(_ change: (inout SpotCamera) -> Void = { _ in }) -> SpotCamera {
    var camera = SpotCamera(blur: 0, dose: 1e6, readNoise: 0, exposure: 0.5)
    change(&camera)
    return camera
  }

  private func mean(_ image: GrayImage) -> Float {
    image.pixels.reduce(0, +) / Float(image.pixels.count)
  }

  @Test func exposureSetsTheStrongestSpotAndClips() {
    let ramp = GrayImage(width: 4, height: 1, pixels: [0, 0.5, 1, 100])
    let pixels = camera().record(ramp, seed: 1).pixels
    #expect(pixels[0] == 0 && pixels[3] == 1)
    #expect(abs(pixels[1] - 0.25) < 0.005 && abs(pixels[2] - 0.5) < 0.005)
  }

  @Test func relativeNoiseFallsWithTheRootOfTheDose() {
    let flat = GrayImage(width: 64, height: 64, filledWith: 1)
    func deviation(_ dose: Float) -> Double {
      camera { $0.dose = dose }.record(flat, seed: 3).statistics.deviation
    }
    #expect(abs(deviation(100) - 0.05) < 0.005)
    #expect(abs(deviation(10_000) - 0.005) < 0.0005)
  }

  @Test func readNoiseAppearsWithoutElectrons() {
    let dark = GrayImage(width: 32, height: 32, filledWith: 0)
    #expect(mean(camera().record(dark, seed: 1)) == 0)
    #expect(mean(camera { $0.readNoise = 100 }.record(dark, seed: 1)) > 0)
  }

  @Test func blurKeepsTheNumberOfElectrons() {
    var spot = GrayImage(width: 31, height: 31, filledWith: 0)
    spot[15, 15] = 1
    let sharp = camera().record(spot, seed: 1)
    let blurred = camera { $0.blur = 1.5 }.record(spot, seed: 1)
    #expect(blurred[15, 15] < 0.2 * sharp[15, 15] && blurred[15, 17] > 0.01)
    #expect(abs(mean(blurred) / mean(sharp) - 1) < 0.02)
  }

  @Test func contrastChangesOnlyTheGreyCurve() {
    let flat = GrayImage(width: 16, height: 16, filledWith: 0.3)
    let linear = camera().record(flat, seed: 7).pixels
    for contrast in SpotContrast.allCases {
      let camera = camera { $0.contrast = contrast }
      let pixels = camera.record(flat, seed: 7).pixels
      for (a, b) in zip(linear, pixels) {
        let expected = contrast.grey(a * camera.fullScale, fullScale: camera.fullScale)
        #expect(abs(b - expected) < 1e-5)
      }
    }
  }

  @Test func invalidCamerasThrow() {
    func check(_ name: String, _ change: (inout SpotCamera) -> Void) {
      let camera = camera(change)
      let error = #expect(throws: DiffractionError.self) { try camera.validate() }
      #expect(error?.description.hasPrefix(name) == true)
    }
    check("blur") { $0.blur = -1 }
    check("dose") { $0.dose = 0 }
    check("readNoise") { $0.readNoise = .nan }
    check("exposure") { $0.exposure = 0 }
  }
}
