import CKernels
import NeuralNetworks
import SymmetryClassification

/// 8-bit against 32-bit answers: the rates of each convolution on one core, and of whole networks.
enum QuantizationBenchmark {
  private struct Rates: Encodable {
    var model: String
    var threads: Int
    var float32: [Double]
    var int8: [Double]
  }

  /// Times networks with and without their first convolutions in 8 bits, in turn.
  ///
  /// - Parameters:
  ///   - models: the model files, which hold scales.
  ///   - patterns: the number of patterns in a timed run.
  ///   - runs: the number of timed runs of each kind.
  /// - Throws: the errors of reading a model, and `QuantizationError.noScales`.
  static func run(models: [String], patterns: Int, runs: Int) throws {
    for path in models {
      let classifier = try Classifier(contentsOf: path)
      let model = classifier.model
      guard let maxima = classifier.quantization?.activationMaxima.first,
        let quantized = model.quantized(activationMaxima: maxima)
      else { throw QuantizationError.noScales }
      let floats = model.foldingNormalization()
      try table(floats, runs: runs)
      let inputs = TrainingBenchmark.inputs(count: patterns, of: model.network.input)
      for threads in [1, 2] {
        let seconds = compare(floats, quantized, threads: threads, runs: runs) { predictor in
          _ = predictor.outputs(for: inputs)
        }
        let perSecond = (seconds.float32.map { Double(patterns) / $0 }, seconds.int8.map { Double(patterns) / $0 })
        let (float32, int8) = (Timing.median(perSecond.0), Timing.median(perSecond.1))
        print(
          "\(path), \(threads) thread(s): \(Int(float32)) patterns a second in float32, \(Int(int8)) in int8, ratio "
            + "\((int8 / float32 * 100).rounded() / 100)"
        )
        try Report.print(Rates(model: path, threads: threads, float32: perSecond.0, int8: perSecond.1))
      }
      let single = compare(floats, quantized, threads: 1, runs: 10 * runs) { _ = $0.output(for: inputs[0]) }
      let (float32, int8) = (Timing.median(single.float32) * 1e6, Timing.median(single.int8) * 1e6)
      print("\(path), one pattern: \(Int(float32)) µs in float32, \(Int(int8)) in int8")
    }
  }

  /// The seconds of each run, in turn.
  private static func compare(
    _ floats: Model,
    _ quantized: Model,
    threads: Int,
    runs: Int,
    _ work: (Predictor) -> Void
  ) -> (float32: [Double], int8: [Double]) {
    let (first, second) = (Predictor(floats, threads: threads), Predictor(quantized, threads: threads))
    var seconds: (float32: [Double], int8: [Double]) = ([], [])
    for _ in 0..<runs {
      seconds.float32 += Timing.seconds(runs: 1) { work(first) }
      seconds.int8 += Timing.seconds(runs: 1) { work(second) }
    }
    return seconds
  }

  /// Prints a line for each convolution: microseconds an example and giga multiply-adds a second, both for the direct
  /// sum, of Winograd's algorithm in floats and of integers, without normalisation and pooling.
  private static func table(_ model: Model, runs: Int) throws {
    print("convolution                  float32 µs  GMAC/s    int8 µs  GMAC/s   ratio")
    for (layer, input) in convolutions(model.network.plan) where input.channels > 1 {
      let examples = 8
      let macs = Double(layer.multiplyAdds(for: input) * examples)
      let float32 = winograd(layer, input, examples, runs)
      let int8 = integers(layer, input, examples, runs)
      func column(_ seconds: Double) -> String {
        let (time, rate) = (seconds / Double(examples) * 1e6, macs / seconds * 1e-9)
        return "\(Int(time))".padding(9) + "\(Int(rate))".padding(8)
      }
      let name = "\(input) → \(layer.filters)"
      print(
        name + String(repeating: " ", count: max(0, 28 - name.count)) + column(float32) + "  " + column(int8)
          + "\((float32 / int8 * 100).rounded() / 100)".padding(8)
      )
    }
  }

  /// The convolutions of a plan, including those in branches, with the shapes of their inputs.
  private static func convolutions(_ plan: ExecutionPlan) -> [(Conv2D, Shape)] {
    plan.steps.flatMap { step in
      (step.layer as? Conv2D).map { [($0, step.inputShape)] } ?? step.branches.flatMap { convolutions($0) }
    }
  }

  private static func numbers(_ count: Int) -> [Float] { (0..<count).map { Float($0 * 7919 % 2003) / 1000 - 1 } }

  private static func winograd(_ layer: Conv2D, _ input: Shape, _ examples: Int, _ runs: Int) -> Double {
    var shape = EdnetConvolution(
      examples: examples,
      channels: input.channels,
      filters: layer.filters,
      height: input.height,
      width: input.width,
      padding: 1
    )
    let kernels = ednet_kernels().pointee
    let (x, w) = (numbers(examples * input.count), numbers(layer.filters * input.channels * 9))
    let bias = numbers(layer.filters)
    var weights = [Float](repeating: 0, count: ednet_winograd_weight_count(layer.filters, input.channels))
    var y = [Float](repeating: 0, count: examples * layer.filters * input.area)
    var scratch = [Float](repeating: 0, count: ednet_winograd_scratch_count(&shape))
    kernels.winogradWeights(w, layer.filters, input.channels, 0, &weights)
    return Timing.median(
      bias.withUnsafeBufferPointer { bias in
        var epilogue = EdnetEpilogue(bias: bias.baseAddress, appliesReLU: 1, pools: 0, argmax: nil)
        return Timing.seconds(runs: runs) {
          kernels.winogradForward(&shape, x, weights, &epilogue, &y, &scratch)
        }
      }
    )
  }

  private static func integers(_ layer: Conv2D, _ input: Shape, _ examples: Int, _ runs: Int) -> Double {
    var shape = EdnetQuantizedConvolution(
      examples: examples,
      channels: input.channels,
      filters: layer.filters,
      height: input.height,
      width: input.width,
      padding: 1
    )
    let kernels = ednet_quantized_kernels().pointee
    func bytes(_ channels: Int) -> [UInt8] {
      (0..<examples * ednet_quantized_map_count(channels, input.height, input.width)).map { UInt8($0 * 7919 % 256) }
    }
    let x = bytes(input.channels)
    var y = bytes(layer.filters)
    let weights = (0..<ednet_quantized_weight_count(layer.filters, input.channels)).map { Int8($0 * 7919 % 255 - 127) }
    let scale = [Float](repeating: 1e-4, count: layer.filters)
    let bias = numbers(layer.filters)
    return Timing.median(
      scale.withUnsafeBufferPointer { scale in
        bias.withUnsafeBufferPointer { bias in
          y.withUnsafeMutableBufferPointer { y in
            var epilogue = EdnetQuantizedEpilogue(
              scale: scale.baseAddress,
              bias: bias.baseAddress,
              pools: 0,
              addend: nil,
              addendScale: 0,
              bytes: y.baseAddress,
              floats: nil,
              storedFilters: layer.filters
            )
            return Timing.seconds(runs: runs) { kernels.convolve(&shape, x, weights, &epilogue) }
          }
        }
      }
    )
  }
}

extension String {
  /// The text at the right end of a column.
  fileprivate func padding(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
