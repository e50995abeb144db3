import Diffraction
import Imaging
import RandomNumbers
import Testing

@Suite struct MatchedFilterTests {
  private static func image(_ width: Int, _ height: Int) -> GrayImage {
    var generator = KeyedGenerator(2, width, height)
    return GrayImage(width: width, height: height, pixels: (0..<width * height).map { _ in 50 + generator.normal() })
  }

  @Test func vectorsHaveMeanZeroAndLengthOne() {
    let vector = MatchedFilter(width: 40, height: 30, largestSide: 20)(Self.image(40, 30))
    #expect(vector.count == 20 * 15)
    #expect(abs(vector.reduce(0, +)) < 1e-3)
    #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
  }

  @Test func gainAndConstantImagesDoNotMatter() {
    let filter = MatchedFilter(width: 24, height: 24, largestSide: 24)
    let image = Self.image(24, 24)
    var brighter = image
    brighter.pixels = image.pixels.map { 3 * $0 }
    for (a, b) in zip(filter(image), filter(brighter)) { #expect(abs(a - b) < 1e-3) }
    #expect(filter(GrayImage(width: 24, height: 24, filledWith: 7)).allSatisfy { $0 == 0 })
  }

  @Test func darkSurroundingsAreExcluded() {
    var screen = GrayImage(width: 32, height: 32, filledWith: 100)
    for row in 0..<32 {
      for column in 0..<32 where (row - 16) * (row - 16) + (column - 16) * (column - 16) > 196 {
        screen[row, column] = 0
      }
    }
    let filter = MatchedFilter(width: 32, height: 32, largestSide: 32, mask: screen)
    #expect(filter.weights?[0] == 0 && filter.weights?[16 * 32 + 16] == 1)
    #expect(MatchedFilter(width: 32, height: 32, largestSide: 32, mask: Self.image(32, 32)).weights == nil)
  }
}
