import Imaging
import Testing

@Suite struct PixelArithmeticTests {
  @Test func multipliesEachPixelByItsFactor() {
    var pixels: [Float] = (0..<19).map { Float($0) }
    PixelArithmetic.multiply(&pixels, by: (0..<19).map { Float(2 - $0) })
    #expect(pixels == (0..<19).map { Float($0 * (2 - $0)) })
  }

  @Test func clampsAndRounds() {
    let pixels: [Float] = [
      -3, -0.4, 0, 0.49, 1.5, 2.5, 254.6, 255.2, 1e30, .infinity, -.infinity, .nan,
    ]
    var clamped = pixels
    PixelArithmetic.clamp(&clamped, to: 255)
    #expect(clamped == [0, 0, 0, 0.49, 1.5, 2.5, 254.6, 255, 255, 255, 0, 0])
    var rounded = pixels
    PixelArithmetic.round(&rounded, within: 255)
    // Halves go to the even neighbour.
    #expect(rounded == [0, 0, 0, 0, 2, 2, 255, 255, 255, 255, 0, 0])
  }

  @Test func runsAreWeightedRowByRow() {
    let sums = PixelArithmetic.weightedRuns(
      of: [1, 2, 3, 4, 5, 6],
      width: 3,
      starts: [0, 1, 2],
      taps: [0, 2, 4, 5],
      weights: [1, 10, 0.5, 0.25, 2]
    )
    #expect(sums == [21, 1.75, 6, 54, 4, 12])
  }
}
