import Imaging
import Testing

@Suite struct GrayImageTests {
  @Test func pixelsLieRowByRow() {
    var image = GrayImage(width: 3, height: 2, pixels: [0, 1, 2, 3, 4, 5])
    #expect(image[0, 2] == 2)
    #expect(image[1, 0] == 3)
    image[1, 1] = 9
    #expect(image.pixels == [0, 1, 2, 3, 9, 5])
  }

  @Test func equalityIsOfShapeAndPixels() {
    let wide = GrayImage(width: 4, height: 1, filledWith: 2)
    #expect(wide == GrayImage(width: 4, height: 1, pixels: [2, 2, 2, 2]))
    #expect(wide != GrayImage(width: 2, height: 2, filledWith: 2))
  }
}
