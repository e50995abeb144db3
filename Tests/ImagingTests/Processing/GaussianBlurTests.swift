import Foundation
import Imaging
import Testing

/// The Gaussian applied pixel by pixel along one axis, edges reflected.
private func slowlyBlurred(_ image: GrayImage, sigma: Double, alongRows: Bool) -> GrayImage {
  var result = image
  let count = alongRows ? image.width : image.height
  let radius = Int((6 * sigma).rounded(.up))
  let kernel = (-radius...radius).map { exp(-0.5 * pow(Double($0) / sigma, 2)) }
  let total = kernel.reduce(0, +)
  for row in 0..<image.height {
    for column in 0..<image.width {
      var sum = 0.0
      for offset in -radius...radius {
        var place = (alongRows ? column : row) + offset
        while place < 0 || place >= count { place = place < 0 ? -1 - place : 2 * count - 1 - place }
        let pixel = alongRows ? image[row, place] : image[place, column]
        sum += kernel[offset + radius] * Double(pixel)
      }
      result[row, column] = Float(sum / total)
    }
  }
  return result
}

@Suite struct GaussianBlurTests {
  @Test(arguments: [0.4, 1, 3.7, 8, 11, 16, 40])
  func agreesWithTheDirectGaussian(sigma: Double) {
    let image = bands(53, 47)
    let slow = slowlyBlurred(
      slowlyBlurred(image, sigma: sigma, alongRows: true),
      sigma: sigma,
      alongRows: false
    )
    let contrast = image.pixels.reduce(0, max) - image.pixels.reduce(.infinity, min)
    let error = largestDifference(image.blurred(sigma: Float(sigma)), slow) / contrast
    #expect(error < (sigma < 8 ? 5e-4 : 2e-3), "\(error)")
  }

  @Test func constantsStayToTheEdges() {
    for sigma in [0, 0.5, 5, 20, 1000] as [Float] {
      let image = GrayImage(width: 31, height: 18, filledWith: 200).blurred(sigma: sigma)
      #expect(image.pixels.allSatisfy { abs($0 - 200) < 1e-3 }, "\(sigma)")
    }
  }

  @Test func tinyImagesAreNoTrouble() {
    for (width, height) in [(1, 1), (1, 9), (2, 3)] {
      let image = noise(width, height, seed: 2)
      for sigma in [0.3, 3, 30] as [Float] {
        #expect(image.blurred(sigma: sigma).pixels.allSatisfy { $0 >= 0 && $0 <= 255.01 })
      }
    }
  }
}
