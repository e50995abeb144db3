import Testing

@testable import Imaging

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

  @Test func stretchedIntensitiesReachFromZeroToTheTop() {
    let image = GrayImage(width: 4, height: 1, pixels: [-1, 3, .nan, 1])
    #expect(image.contrastStretched(to: 255).pixels == [0, 255, 0, 127.5])
    let constant = GrayImage(width: 2, height: 1, pixels: [7, 7])
    #expect(constant.contrastStretched(to: 255).pixels == [0, 0])
    let infinite = GrayImage(width: 1, height: 1, pixels: [.infinity])
    #expect(infinite.contrastStretched(to: 1).pixels == [0])
  }
}
