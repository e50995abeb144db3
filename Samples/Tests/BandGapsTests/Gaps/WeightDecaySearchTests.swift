import RandomNumbers
import Testing

@testable import BandGaps

@Suite struct WeightDecaySearchTests {
  private func best(gap: (Double) -> Double) throws -> Float {
    var generator = KeyedGenerator(5)
    let features = (0..<60).map { _ in [Double(generator.uniform(in: -1...1)), Double(generator.uniform(in: -1...1))] }
    var regression = Advice.regression
    regression.scalesInputs = true
    regression.options.epochs = 40
    regression.options.learningRate = 0.05
    let examples = Examples(features: features, gaps: features.map { gap($0[0]) })
    return try WeightDecaySearch(candidates: [0.0001, 30]).best(regression, examples, seed: 1)
  }

  @Test func learnableGapsNeedLittleDecay() throws { #expect(try best { 3 + 2 * $0 } == 0.0001) }

  @Test func noiseNeedsMuchDecay() throws {
    var noise = KeyedGenerator(9)
    #expect(try best { _ in Double(noise.normal()) } == 30)
  }
}
