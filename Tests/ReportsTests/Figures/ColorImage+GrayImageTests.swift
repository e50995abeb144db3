import Figures
import Imaging
import NeuralNetworks
import Testing

@testable import Reports

@Suite struct ColorImageTests {
  @Test func greyImagesAreStretchedFromBlackToWhite() {
    let image = ColorImage(GrayImage(width: 3, height: 1, pixels: [10, 20, 30]))
    #expect(image.width == 3 && image.height == 1)
    for (pixel, grey) in zip(image.pixels, [0, 0.5, 1]) {
      #expect(abs(pixel.red - grey) < 1e-6 && pixel.red == pixel.green && pixel.green == pixel.blue)
    }
  }

  @Test func heatMapsTurnTheGreatestValueOrange() {
    let image = ColorImage(width: 3, height: 1, filledWith: Color(red: 0, green: 0, blue: 0))
    func overlaid(_ values: [Float]) -> [Color] {
      image.overlaid(with: GradCAM.HeatMap(width: 3, height: 1, values: values)).pixels
    }
    let warm = overlaid([0, 2, 4])
    #expect(warm[0] == image.pixels[0])
    for (pixel, share) in [(warm[1], 0.3), (warm[2], 0.6)] {
      #expect(abs(pixel.red - share) < 1e-6 && abs(pixel.green - share / 2) < 1e-6 && pixel.blue == 0)
    }
    // Negative values are transparent, and so is a map without any heat.
    #expect(overlaid([-1, 0, 0]) == image.pixels && overlaid([0, 0, 0]) == image.pixels)
  }

  @Test func coarseHeatMapsAreResized() {
    let image = ColorImage(width: 4, height: 4, filledWith: .white)
    let map = GradCAM.HeatMap(width: 2, height: 2, values: [0, 1, 0, 1])
    let warm = image.overlaid(with: map)
    #expect(warm.pixels[0] == .white && warm.pixels[12] == .white)
    #expect(abs(warm.pixels[3].blue - 0.4) < 1e-6 && (0.4...1).contains(warm.pixels[1].blue))
  }
}
