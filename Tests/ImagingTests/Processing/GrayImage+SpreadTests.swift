import Testing

@testable import Imaging

@Suite struct GrayImageSpreadTests {
  @Test func intensitiesReachFromNothingToTheTop() {
    let image = GrayImage(width: 4, height: 1, pixels: [-1, 3, .nan, 1])
    #expect(image.spread(to: 255).pixels == [0, 255, 0, 127.5])
    #expect(GrayImage(width: 2, height: 1, pixels: [7, 7]).spread(to: 255).pixels == [0, 0])
    #expect(GrayImage(width: 1, height: 1, pixels: [.infinity]).spread(to: 1).pixels == [0])
  }
}
