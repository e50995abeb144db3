import Imaging
import Testing

@Suite struct CircularMaskTests {
  @Test(arguments: [(1, 1), (2, 2), (3, 3), (8, 8), (9, 9), (12, 7), (5, 10), (64, 64)])
  func holdsThePixelsWhoseCentresLieInTheDisc(width: Int, height: Int) {
    let mask = CircularMask(width: width, height: height)
    let radius = Double(min(width, height)) / 2
    var count = 0
    for row in 0..<height {
      for column in 0..<width {
        let x = Double(column) + 0.5 - Double(width) / 2
        let y = Double(row) + 0.5 - Double(height) / 2
        let isInside = x * x + y * y <= radius * radius
        #expect(mask.contains(row: row, column: column) == isInside, "\(row) \(column)")
        count += isInside ? 1 : 0
      }
    }
    #expect(mask.pixelCount == count && count > 0)
  }

  @Test func whatIsOutsideBecomesZero() {
    var image = GrayImage(width: 9, height: 9, filledWith: 5)
    let mask = CircularMask(width: 9, height: 9)
    mask.apply(to: &image)
    #expect(image[0, 0] == 0 && image[4, 4] == 5 && image[4, 0] == 5)
    #expect(image.pixels.reduce(0, +) == 5 * Float(mask.pixelCount))
  }
}
