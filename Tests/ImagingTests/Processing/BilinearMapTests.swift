import Testing

@testable import Imaging

@Suite struct BilinearMapTests {
  /// The index of a pixel of an image that is repeated as its mirror image: 0 1 2 2 1 0 0 1 2 for three pixels.
  private func mirrored(_ index: Int, _ count: Int) -> Int {
    let period = ((index % (2 * count)) + 2 * count) % (2 * count)
    return period < count ? period : 2 * count - 1 - period
  }

  /// The map in double precision, straight from its definition.
  private func slowly(_ map: BilinearMap, _ image: GrayImage) -> GrayImage {
    var result = image
    let middle = (x: Double(image.width - 1) / 2, y: Double(image.height - 1) / 2)
    func pixel(_ row: Int, _ column: Int) -> Double {
      Double(image[mirrored(row, image.height), mirrored(column, image.width)])
    }
    for row in 0..<image.height {
      for column in 0..<image.width {
        let (dx, dy) = (Double(column) - middle.x, Double(row) - middle.y)
        let x = middle.x + Double(map.xx) * dx + Double(map.xy) * dy + Double(map.x)
        let y = middle.y + Double(map.yx) * dx + Double(map.yy) * dy + Double(map.y)
        let (left, top) = (x.rounded(.down), y.rounded(.down))
        let (i, j) = (Int(top), Int(left))
        let upper = pixel(i, j) + (pixel(i, j + 1) - pixel(i, j)) * (x - left)
        let lower = pixel(i + 1, j) + (pixel(i + 1, j + 1) - pixel(i + 1, j)) * (x - left)
        result[row, column] = Float(upper + (lower - upper) * (y - top))
      }
    }
    return result
  }

  @Test(arguments: [(1, 1), (2, 5), (7, 4), (16, 16)])
  func agreesWithTheDefinition(width: Int, height: Int) {
    let image = noise(width, height, seed: width)
    for map in [
      BilinearMap(xx: 1, xy: 0, yx: 0, yy: 1, x: 0.25, y: -0.75),
      BilinearMap(xx: 0.6, xy: -0.8, yx: 0.8, yy: 0.6, x: 1.3, y: 2.1),
      BilinearMap(xx: -2.5, xy: 0.3, yx: 0.1, yy: 3, x: -40, y: 25),
    ] {
      #expect(largestDifference(map.applied(to: image), slowly(map, image)) < 0.02)
    }
  }

  @Test func identityAndWholeShiftsAreExact() {
    let image = noise(6, 5, seed: 3)
    #expect(BilinearMap(xx: 1, xy: 0, yx: 0, yy: 1, x: 0, y: 0).applied(to: image) == image)
    let shifted = BilinearMap(xx: 1, xy: 0, yx: 0, yy: 1, x: 2, y: -1).applied(to: image)
    for row in 0..<5 {
      for column in 0..<6 { #expect(shifted[row, column] == image[mirrored(row - 1, 5), mirrored(column + 2, 6)]) }
    }
  }
}
