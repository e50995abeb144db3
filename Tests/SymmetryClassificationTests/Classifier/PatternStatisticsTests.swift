import Foundation
import Imaging
import RandomNumbers
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct PatternStatisticsTests {
  private func statistics(_ image: GrayImage) -> [Float] {
    let preprocessing = Preprocessing(size: image.width, background: .none)
    return PatternStatistics(input: preprocessing.normalized(image)).values
  }

  private func noise(_ side: Int) -> GrayImage {
    var generator = KeyedGenerator(2)
    return GrayImage(
      width: side,
      height: side,
      pixels: (0..<side * side).map { _ in 100 + 10 * generator.normal() }
    )
  }

  @Test func noiseHasNoCorrelationAndTheFourthMomentOfANormalDistribution() {
    let values = statistics(noise(64))
    #expect(values.count == PatternStatistics.count)
    for lag in 0..<4 { #expect(abs(values[lag]) < 0.06) }
    #expect(abs(values[5]) < 0.1 && abs(values[6] - log(3)) < 0.1)
    #expect(values[7] > -0.2 && values[8] < 0.2)
  }

  @Test func stripesAreCorrelatedAsTheirCosine() {
    // A wave along x of 16 pixels: the correlation at a distance is (cos 2π d / 16 + 1) / 2, y being constant.
    let pixels = (0..<64 * 64).map { 50 + 20 * cos(2 * Float.pi * Float($0 % 64) / 16) }
    let values = statistics(GrayImage(width: 64, height: 64, pixels: pixels))
    for (place, lag) in [1, 2, 4, 8].enumerated() {
      let expected = atanh((cos(2 * Float.pi * Float(lag) / 16) + 1) / 2)
      #expect(abs(values[place] - expected) < 0.15, "\(lag): \(values[place]), \(expected)")
    }
    #expect(abs(values[4] - (cos(2 * Float.pi * 2 / 16) - 1)) < 0.05)
  }

  @Test func aShadowShowsInTheBlocks() {
    var image = noise(64)
    for place in 0..<64 * 32 { image.pixels[place] = 100 }
    #expect(statistics(image)[7] < -3)
  }

  @Test func nothingIsFinite() {
    for side in [1, 4, 5, 9] {
      #expect(statistics(GrayImage(width: side, height: side)).allSatisfy { $0.isFinite })
    }
  }
}
