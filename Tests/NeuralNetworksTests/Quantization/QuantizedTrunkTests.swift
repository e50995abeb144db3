import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct QuantizedTrunkTests {
  private let model: Model
  private let inputs: [[Float]]
  private let quantized: Model

  init() throws {
    model = try QuantizationSamples.model(QuantizationSamples.residual)
    inputs = QuantizationSamples.inputs(11)
    let maxima = try #require(QuantizationSamples.maxima(model, inputs))
    quantized = try #require(model.quantized(activationMaxima: maxima))
  }

  /// The trunk written down plainly: integers for maps, [channel][row][column], and floats where the kernels have them.
  private func plain(_ input: [Float], _ trunk: QuantizableTrunk, _ maxima: [Float]) -> [Float] {
    let greatest = input.map(abs).max() ?? 0
    var map = input.map { Int(($0 * (32_767 / greatest)).rounded(.toNearestOrEven)) }
    var maps: [[Int]] = []
    var result: [Float] = []
    var start = 0
    for (index, convolution) in trunk.convolutions.enumerated() {
      let own = Array(trunk.parameters[start..<start + convolution.parameterCount])
      start += convolution.parameterCount
      let weights = Array(own.prefix(convolution.weightCount))
      let (values, units): ([Int], [Float])
      if index == 0 {
        let rounded = RoundedWeights.words(weights, filters: convolution.filters)
        (values, units) = (rounded.values.map { Int($0) }, rounded.scales)
      } else {
        let rounded = RoundedWeights.bytes(weights, filters: convolution.filters)
        (values, units) = (rounded.values.map { Int($0) }, rounded.scales.map { $0 * (maxima[index - 1] / 255) })
      }
      let step = index < maxima.count ? maxima[index] / 255 : 1
      let (sums, output, x) = (convolution.sums, convolution.output, convolution.input)
      result = []
      for filter in 0..<convolution.filters {
        let scale = own[convolution.weightCount + filter] * units[filter] / step * (index == 0 ? greatest / 32_767 : 1)
        let offset = own[convolution.weightCount + convolution.filters + filter] / step
        func sum(_ row: Int, _ column: Int) -> Int {
          var sum = 0
          for c in 0..<x.channels {
            for u in 0..<3 {
              for v in 0..<3 {
                let (i, j) = (row + u - convolution.padding, column + v - convolution.padding)
                guard i >= 0, j >= 0, i < x.height, j < x.width else { continue }
                sum += map[(c * x.height + i) * x.width + j] * values[(filter * x.channels + c) * 9 + 3 * u + v]
              }
            }
          }
          return sum
        }
        for i in 0..<output.height {
          for j in 0..<output.width {
            let greatest =
              convolution.pools
              ? max(sum(2 * i, 2 * j), sum(2 * i, 2 * j + 1), sum(2 * i + 1, 2 * j), sum(2 * i + 1, 2 * j + 1))
              : sum(i, j)
            var y = Float(greatest) * scale + offset
            if let addend = convolution.addend {
              y += Float(maps[addend][result.count]) * ((maxima[addend] / 255) / step)
            }
            result.append(y > 0 ? y : 0)
          }
        }
      }
      #expect(result.count == output.count && sums.channels == convolution.filters)
      map = result.map { Int(min($0, 255).rounded(.toNearestOrEven)) }
      maps.append(map)
    }
    return result
  }

  @Test func outputsEqualThoseOfThePlainTrunk() throws {
    let trunk = try #require(QuantizableTrunk(model.foldingNormalization()))
    // Some activations are cut off.
    let maxima = try #require(QuantizationSamples.maxima(model, inputs)).map { $0 * 0.7 }
    let layer = QuantizedTrunk(trunk.convolutions, maxima: maxima)
    let network = try Network(input: model.network.input, layers: [layer])
    let outputs = Predictor(Model(network, parameters: trunk.parameters), threads: 1).outputs(for: inputs)
    for (input, output) in zip(inputs, outputs) { #expect(output == plain(input, trunk, maxima)) }
    #expect(outputs[0].contains { $0 > 0 })
  }

  @Test func outputsAreCloseToThoseOfFloats() {
    let (expected, outputs) = (Predictor(model).outputs(for: inputs), Predictor(quantized).outputs(for: inputs))
    let scale = expected.joined().map(abs).max() ?? 0
    #expect(scale > 0.1)
    let difference = greatestDifference(outputs.flatMap { $0 }, expected.flatMap { $0 })
    #expect(difference > 0 && difference < 0.05 * scale, "\(difference) of \(scale)")
  }

  @Test func outputDoesNotDependOnOtherExamplesAndThreads() {
    let together = Predictor(quantized, threads: 2).outputs(for: inputs)
    let one = Predictor(quantized, threads: 1)
    #expect(inputs.map { one.output(for: $0) } == together)
    #expect(one.outputs(for: inputs.reversed()) == together.reversed())
    for threads in [1, 3] { #expect(Predictor(quantized, threads: threads).outputs(for: inputs) == together) }
  }

  @Test func inputsThatAreNotFiniteGiveNoNumbers() {
    for value in [Float.nan, .infinity] {
      var spoilt = inputs
      spoilt[3][40] = value
      let outputs = Predictor(quantized, threads: 1).outputs(for: spoilt)
      #expect(outputs[3].allSatisfy { $0.isNaN })
      #expect(outputs[2] == Predictor(quantized).output(for: inputs[2]) && outputs[4].allSatisfy { $0.isFinite })
    }
  }

  @Test func deadActivationsDivideByNothing() throws {
    let count = try #require(QuantizationSamples.maxima(model, inputs)).count
    let dead = try #require(model.quantized(activationMaxima: [Float](repeating: 0, count: count)))
    #expect(Predictor(dead).outputs(for: inputs).joined().allSatisfy { $0.isFinite })
  }
}
