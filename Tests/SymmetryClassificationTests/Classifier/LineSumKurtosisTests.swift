import Foundation
import Imaging
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct LineSumKurtosisTests {
  private let side = 96

  /// The kurtosis as a model's preprocessing lets it be seen.
  private func kurtosis(_ pixels: [Float]) -> Float {
    let image = GrayImage(width: side, height: side, pixels: pixels)
    return LineSumKurtosis.kurtosis(Preprocessing(size: side, fillShadows: true)(image), side: side)
  }

  private func noise(_ number: Int) -> [Float] {
    var generator = KeyedGenerator(3, number)
    return (0..<side * side).map { _ in 100 + 10 * generator.normal() }
  }

  /// Noise smoothed by the mean of squares, three times over.
  private func smoothed(_ pixels: [Float], by width: Int) -> [Float] {
    var pixels = pixels
    for _ in 0..<3 {
      let last = pixels
      for row in 0..<side {
        for column in 0..<side {
          var sum: Float = 0
          for y in 0..<width {
            for x in 0..<width {
              sum += last[(row + y) % side * side + (column + x) % side]
            }
          }
          pixels[row * side + column] = sum / Float(width * width)
        }
      }
    }
    return pixels
  }

  @Test(arguments: 1...3) func noiseStaysBelowItsLimit(width: Int) {
    for number in 0..<10 {
      let kurtosis = kurtosis(smoothed(noise(number), by: width))
      #expect(kurtosis > 2.5 && kurtosis < LineSumKurtosis.maximumOfNoise)
    }
  }

  @Test func aBandOfThriceTheNoiseStandsOut() {
    for number in 0..<10 {
      var pixels = noise(number)
      let angle = Float(number) * Float.pi / 10
      for place in pixels.indices {
        let (x, y) = (Float(place % side) - 50, Float(place / side) - 45)
        if abs(x * cos(angle) + y * sin(angle)) < 2 { pixels[place] += 30 }
      }
      #expect(kurtosis(pixels) > 2 * LineSumKurtosis.maximumOfNoise)
    }
  }

  @Test func itIsTheKurtosisOfTheSumsOfAnImageOfOneLine() {
    // One row of ones: along it, and among the lines that cross it few hold more than one pixel of it.
    var pixels = [Float](repeating: 0, count: side * side)
    for column in 0..<side { pixels[side / 2 * side + column] = 1 }
    let kurtosis = LineSumKurtosis.kurtosis(pixels, side: side)
    // Turned and mirrored, or brighter, it is the same.
    let turned = pixels.indices.map { pixels[$0 % side * side + $0 / side] }
    #expect(abs(LineSumKurtosis.kurtosis(turned, side: side) / kurtosis - 1) < 1e-3)
    #expect(abs(LineSumKurtosis.kurtosis(pixels.map { 7 * $0 }, side: side) / kurtosis - 1) < 1e-3)
    #expect(kurtosis > 50)
  }

  @Test func whatHasNoLinesHasNone() {
    for side in [1, 4, 5, 9, 16, 96] {
      #expect(LineSumKurtosis.kurtosis([Float](repeating: 2, count: side * side), side: side) == 0)
    }
  }
}
