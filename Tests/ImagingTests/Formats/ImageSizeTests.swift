import Testing

@testable import Imaging

@Suite struct ImageSizeTests {
  @Test func imagesWithoutPixelsAndHugeOnesAreRefused() throws {
    try ImageSize.check(PNG.largestSide, PNG.largestPixelCount / PNG.largestSide, name: "x")
    for (width, height) in [(0, 1), (1, 0), (-3, 4), (PNG.largestSide + 1, 1), (PNG.largestSide, PNG.largestSide)] {
      #expect(throws: ImageFileError.self) { try ImageSize.check(width, height, name: "x") }
    }
  }
}
