import Imaging
import Testing

@testable import Diffraction

@Suite struct DiffuseStructureTests {
  private static func moments(_ pixels: [Float]) -> (mean: Float, deviation: Float) {
    let mean = pixels.reduce(0, +) / Float(pixels.count)
    return (mean, (pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(pixels.count)).squareRoot())
  }

  @Test func cloudsHaveTheirStrengthAndWidth() {
    var image = GrayImage(width: 96, height: 80)
    DiffuseStructure(clouds: 0.7, cloudWidth: 0.03, seed: 5).add(to: &image)
    let (mean, deviation) = Self.moments(image.pixels)
    #expect(abs(mean) < 1e-4 && abs(deviation - 0.7) < 1e-3)
    // A Gaussian of σ = 2.9 pixels gives neighbours a correlation of exp(−1 / 4σ²).
    let products = (0..<image.pixels.count - 1).map { image.pixels[$0] * image.pixels[$0 + 1] }
    let correlation = Self.moments(products).mean / (deviation * deviation)
    #expect(abs(correlation - 0.97) < 0.03)
    var again = GrayImage(width: 96, height: 80)
    DiffuseStructure(clouds: 0.7, cloudWidth: 0.03, seed: 6).add(to: &again)
    #expect(again != image)
  }

  @Test func excessMakesOneSideOfABandBrighter() {
    var image = GrayImage(width: 8, height: 128)
    for row in 60..<68 { for column in 0..<8 { image[row, column] = 1 } }
    DiffuseStructure(excess: 0.5).add(to: &image)
    #expect(image[60, 3] == 1.5 && image[67, 3] == 0.5)
    #expect(image[59, 3] == 0.5 && image[68, 3] == -0.5)
    #expect(image[64, 3] == 1 && image[20, 3] == 0)
  }

  @Test func noStructureChangesNothing() {
    var image = GrayImage(width: 9, height: 7, pixels: (0..<63).map(Float.init))
    let original = image
    DiffuseStructure().add(to: &image)
    #expect(image == original)
  }

  @Test(arguments: [
    DiffuseStructure(clouds: -1), DiffuseStructure(clouds: .nan), DiffuseStructure(cloudWidth: 0),
    DiffuseStructure(excess: 11),
  ])
  func valuesOutsideOfTheirRangesAreErrors(structure: DiffuseStructure) {
    #expect(throws: DiffractionError.self) { try structure.validate() }
  }
}
