import RandomNumbers
import Testing

@testable import Imaging

@Suite struct NonLocalAveragingTests {
  /// A pattern of stripes with normal noise.
  private static func pattern(_ number: Int, period: Int, noise: Float = 10) -> GrayImage {
    var image = GrayImage(width: 24, height: 20)
    var generator = KeyedGenerator(5, number)
    for index in image.pixels.indices {
      image.pixels[index] = Float(100 + (index % 24 % period < period / 2 ? 15 : -15)) + noise * generator.normal()
    }
    return image
  }

  private static func error(_ image: GrayImage, period: Int) -> Float {
    let truth = pattern(0, period: period, noise: 0)
    return zip(image.pixels, truth.pixels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Float(truth.pixels.count)
  }

  private static func averaged(_ patterns: [GrayImage], radius: Int = 1) -> GrayImage {
    let variances = patterns.map { pattern in
      NonLocalAveraging.noiseVariance(of: pattern, neighbours: patterns.filter { $0.pixels != pattern.pixels })
    }
    return NonLocalAveraging(radius: radius)(
      patterns[0],
      variance: variances[0],
      neighbours: zip(patterns, variances).dropFirst().map { ($0, $1) }
    )
  }

  @Test func likePatternsReduceTheNoise() {
    let mean = Self.averaged((1...9).map { Self.pattern($0, period: 8) })
    #expect(Self.error(Self.pattern(1, period: 8), period: 8) > 80)
    // Nine patterns of normal noise are left with a third of it on average: the variance of the most similar
    // neighbour is a little too small, which lowers the weights.
    #expect(Self.error(mean, period: 8) < 45)
  }

  @Test func unlikePatternsHaveNoPart() {
    let alone = Self.averaged([Self.pattern(1, period: 8), Self.pattern(2, period: 8)])
    let beside = Self.averaged(
      [Self.pattern(1, period: 8), Self.pattern(2, period: 8)] + (3...8).map { Self.pattern($0, period: 6) }
    )
    let difference = zip(alone.pixels, beside.pixels).map { abs($0 - $1) }.max() ?? 0
    #expect(difference < 0.5)
  }

  @Test func theNoiseVarianceIsThatOfThePixels() {
    let variance = NonLocalAveraging.noiseVariance(
      of: Self.pattern(1, period: 8),
      neighbours: [Self.pattern(2, period: 8), Self.pattern(3, period: 6)]
    )
    #expect((75...125).contains(variance))
  }

  @Test func patternsWithoutNoiseOrNeighboursStayAsTheyAre() {
    let pattern = Self.pattern(1, period: 8)
    #expect(NonLocalAveraging(radius: 2)(pattern, variance: 0, neighbours: []) == pattern)
    #expect(NonLocalAveraging(radius: 2)(pattern, variance: 0, neighbours: [(pattern, 0)]) == pattern)
    #expect(NonLocalAveraging.noiseVariance(of: pattern, neighbours: []) == 0)
  }
}
