import Imaging
import Testing

@Suite struct CompactImageTests {
  @Test func integersAreExact() {
    for (top, bytes) in [(255, 1), (65535, 2)] as [(Float, Int)] {
      var image = noise(20, 10, seed: 3, in: 0...top)
      image.pixels = image.pixels.map { $0.rounded() }
      image.pixels[7] = top
      let compact = CompactImage(image)
      #expect(compact.image == image)
      #expect(compact.byteCount == 200 * bytes)
    }
  }

  @Test func otherIntensitiesAreOffByHalfAStep() {
    for range in [-3...5, 0...1e-3, 1e6...1.1e6, -1e38...1e38] as [ClosedRange<Float>] {
      let image = noise(30, 30, seed: 5, in: range)
      let compact = CompactImage(image)
      #expect(compact.byteCount == 900 * 2)
      // Rounding of the floats themselves comes on top of half a step.
      let allowed = compact.scale * 0.51 + max(abs(range.lowerBound), range.upperBound) * 2e-7
      for (packed, pixel) in zip(compact.image.pixels, image.pixels) {
        #expect(abs(packed - pixel) <= allowed, "\(range)")
      }
    }
  }

  @Test func theLargestIntensitiesDoNotOverflow() {
    let pixels: [Float] = [-3e38, 1e37, 3e38]
    let packed = CompactImage(GrayImage(width: 3, height: 1, pixels: pixels)).image
    #expect(zip(packed.pixels, pixels).allSatisfy { abs($0 - $1) < 1e34 })
  }

  @Test func constantsAndBrokenPixelsArePacked() {
    #expect(
      CompactImage(GrayImage(width: 2, height: 1, filledWith: 0.3)).image.pixels == [0.3, 0.3]
    )
    let broken = GrayImage(width: 4, height: 1, pixels: [.nan, .infinity, 2.5, 1])
    #expect(CompactImage(broken).image.pixels == [1, 2.5, 2.5, 1])
    let nothing = GrayImage(width: 1, height: 1, pixels: [.nan])
    #expect(CompactImage(nothing).image.pixels == [0])
  }
}
