import Imaging
import RandomNumbers
import Testing

/// An image of independent uniform pixels.
func noise(
  _ width: Int,
  _ height: Int,
  seed: Int,
  in range: ClosedRange<Float> = 0...255
)
  -> GrayImage
{
  var generator = KeyedGenerator(seed)
  return GrayImage(
    width: width,
    height: height,
    pixels: (0..<width * height).map { _ in generator.uniform(in: range) }
  )
}

/// A smooth image with bands, much like a Kikuchi pattern.
func bands(_ width: Int, _ height: Int) -> GrayImage {
  var image = GrayImage(width: width, height: height)
  for row in 0..<height {
    for column in 0..<width {
      let (x, y) = (Float(column) / Float(width) - 0.4, Float(row) / Float(height) - 0.3)
      let band: Float = abs(x + 0.7 * y) < 0.08 ? 60 : 0
      image[row, column] = 120 + band + 50 * x - 80 * y * y
    }
  }
  return image
}

func largestDifference(_ a: GrayImage, _ b: GrayImage) -> Float {
  zip(a.pixels, b.pixels).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

/// The weight of old pixel `old` in new pixel `new`, straight from the definition.
private func weight(_ old: Int, in new: Int, from oldCount: Int, to newCount: Int) -> Double {
  let scale = Double(oldCount) / Double(newCount)
  if newCount <= oldCount {
    let overlap =
      min(Double(new + 1) * scale, Double(old + 1)) - max(Double(new) * scale, Double(old))
    return max(0, overlap) / scale
  }
  let place = min(max((Double(new) + 0.5) * scale - 0.5, 0), Double(oldCount - 1))
  return max(0, 1 - abs(place - Double(old)))
}

private func slowlyResized(_ image: GrayImage, _ width: Int, _ height: Int) -> GrayImage {
  var result = GrayImage(width: width, height: height)
  for row in 0..<height {
    for column in 0..<width {
      var sum = 0.0
      for y in 0..<image.height {
        let rowWeight = weight(y, in: row, from: image.height, to: height)
        guard rowWeight > 0 else { continue }
        for x in 0..<image.width {
          let columnWeight = weight(x, in: column, from: image.width, to: width)
          sum += rowWeight * columnWeight * Double(image[y, x])
        }
      }
      result[row, column] = Float(sum)
    }
  }
  return result
}

@Suite struct ResamplingTests {
  @Test(arguments: [
    (12, 9, 4, 3), (13, 7, 5, 6), (5, 4, 11, 9), (8, 17, 16, 5), (1, 6, 4, 2), (6, 1, 1, 3),
    (9, 9, 9, 9), (30, 30, 29, 31), (7, 5, 1, 1),
  ])
  func agreesWithTheDefinition(sizes: (Int, Int, Int, Int)) {
    let image = noise(sizes.0, sizes.1, seed: sizes.2)
    let fast = image.resized(width: sizes.2, height: sizes.3)
    #expect(fast.width == sizes.2 && fast.height == sizes.3)
    #expect(largestDifference(fast, slowlyResized(image, sizes.2, sizes.3)) < 2e-4)
  }

  @Test func averagingKeepsTheMeanAndConstantsStay() {
    let image = noise(100, 60, seed: 4)
    let mean = image.pixels.reduce(0, +) / 6000
    let small = image.resized(width: 33, height: 7)
    #expect(abs(small.pixels.reduce(0, +) / 231 - mean) < 1e-2)
    for size in [1, 3, 64, 200] {
      let same = GrayImage(width: 60, height: 60, filledWith: 37).resized(width: size, height: size)
      #expect(same.pixels.allSatisfy { abs($0 - 37) < 1e-4 })
    }
  }

  @Test func paddingCentresTheImageOnTheMeanOfItsEdges() {
    let image = GrayImage(width: 3, height: 1, pixels: [1, 2, 6])
    #expect(
      image.paddedToSquare() == GrayImage(width: 3, height: 3, pixels: [3, 3, 3, 1, 2, 6, 3, 3, 3])
    )
    let tall = GrayImage(width: 1, height: 2, pixels: [1, 2])
    #expect(tall.paddedToSquare() == GrayImage(width: 2, height: 2, pixels: [1, 1.5, 2, 1.5]))
    let square = noise(5, 5, seed: 1)
    #expect(square.paddedToSquare() == square)
  }

  @Test func croppingKeepsTheMiddle() {
    let image = GrayImage(width: 4, height: 2, pixels: [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(
      image.centerCroppedToSquare() == GrayImage(width: 2, height: 2, pixels: [1, 2, 5, 6])
    )
    #expect(
      GrayImage(width: 1, height: 3, pixels: [7, 8, 9]).centerCroppedToSquare().pixels == [8]
    )
  }
}
