import Imaging
import Testing

@testable import Diffraction

@Suite struct FlatFieldTests {
  private static func deviation(_ pixels: [Float]) -> Float {
    let mean = pixels.reduce(0, +) / Float(pixels.count)
    return (pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(pixels.count)).squareRoot() / mean
  }

  @Test func shadesAndGrainHaveTheirStrengths() {
    for (field, expected) in [
      (FlatField(shades: 0.05, seed: 3), Float(0.05)), (FlatField(grain: 0.02, seed: 3), 0.02),
      (FlatField(shades: 0.04, grain: 0.03, seed: 4), 0.05),
    ] {
      var image = GrayImage(width: 64, height: 48, filledWith: 200)
      field.apply(to: &image)
      #expect(abs(Self.deviation(image.pixels) / expected - 1) < 0.05)
    }
  }

  @Test func theSameSeedGivesTheSameDetector() {
    var (a, b, c) = (
      GrayImage(width: 20, height: 20, filledWith: 1), GrayImage(width: 20, height: 20, filledWith: 1),
      GrayImage(width: 20, height: 20, filledWith: 1)
    )
    FlatField(shades: 0.1, grain: 0.1, seed: 1).apply(to: &a)
    FlatField(shades: 0.1, grain: 0.1, seed: 1).apply(to: &b)
    FlatField(shades: 0.1, grain: 0.1, seed: 2).apply(to: &c)
    #expect(a == b && a != c)
  }

  @Test func sensitivityIsAtLeastATenth() {
    var image = GrayImage(width: 30, height: 30, filledWith: 1)
    FlatField(shades: 1, grain: 1, seed: 8).apply(to: &image)
    #expect(image.pixels.min() == 0.1)
  }

  /// Division by the background removes the flat field as well.
  @Test func theBackgroundOfACameraHasItsFlatField() {
    var camera = EBSDCamera(flatField: FlatField(shades: 0.1, grain: 0.05, seed: 7), dose: 1e8, bitDepth: 16)
    (camera.readNoise, camera.blur) = (0, 0)
    let recorded = camera.record(GrayImage(width: 32, height: 32), seed: 1)
    let background = camera.backgroundImage(width: 32, height: 32)
    for (a, b) in zip(recorded.pixels, background.pixels) { #expect(abs(a / b - 1) < 2e-3) }
    camera.flatField = nil
    let even = camera.backgroundImage(width: 32, height: 32)
    #expect(zip(even.pixels, background.pixels).contains { abs($0 / $1 - 1) > 0.05 })
  }

  @Test(arguments: [FlatField(shades: -0.1), FlatField(grain: 1.5), FlatField(shades: .nan)])
  func valuesOutsideOfTheirRangesAreErrors(field: FlatField) {
    #expect(throws: DiffractionError.self) { try field.validate() }
  }
}
