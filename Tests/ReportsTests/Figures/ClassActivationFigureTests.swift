import Figures
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import Reports

@Suite struct ClassActivationFigureTests {
  @Test func patternIsShownWithoutAndWithItsMap() throws {
    // Black on the left, white on the right; the map is hot on the left.
    let image = GrayImage(width: 2, height: 2, pixels: [0, 1, 0, 1])
    let map = GradCAM.HeatMap(width: 2, height: 2, values: [1, 0, 1, 0])
    let page = try RenderedFigure(ClassActivationFigure(image: image, heatMap: map, caption: ""))
    let (left, right) = (10.0, 236.0)
    #expect(page[left + 20, 130] == 0 && page[left + 200, 130] == 255)
    let orange = try RenderedFigure.grey(of: Color(red: 0.6, green: 0.3, blue: 0))
    #expect(abs(page[right + 20, 130] - orange) <= 2 && page[right + 200, 130] == 255)
    #expect(page[231, 130] == 255)
  }

  @Test func mapsWithoutFiniteValuesAreDrawn() throws {
    let figure = ClassActivationFigure(
      image: Examples.image(1),
      heatMap: .init(width: 2, height: 2, values: [.nan, 1, .infinity, 0]),
      caption: ""
    )
    #expect(try PNG.decode(figure.data(as: .png), name: "figure").image.width == figure.pixels.x)
  }
}
