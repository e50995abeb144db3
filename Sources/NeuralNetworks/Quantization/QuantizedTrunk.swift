// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// The first convolutions of a network, computed in integers.
///
/// Activations are unsigned numbers of 8 bits, of which 255 stands for the greatest one that was measured; weights are
/// signed ones, with a scale for each filter. The first convolution takes its input and its weights in 16 bits. Sums
/// are exact; scale, offset, addition and ReLU are computed in floats. The last convolution gives floats.
///
/// Only models from ``Model/quantized(activationMaxima:)`` contain it, for inference.
struct QuantizedTrunk: Layer {
  private let convolutions: [QuantizableConvolution]
  /// The greatest output of each convolution but the last.
  private let maxima: [Float]

  /// Creates the layer, with one maximum for each convolution but the last.
  init(_ convolutions: [QuantizableConvolution], maxima: [Float]) {
    precondition(maxima.count == convolutions.count - 1, "a maximum for each convolution but the last")
    (self.convolutions, self.maxima) = (convolutions, maxima)
  }

  /// The parts of one convolution's packed parameters, in floats.
  private struct Packing {
    let weights: Range<Int>, scales: Range<Int>, offsets: Range<Int>

    init(_ convolution: QuantizableConvolution, isFirst: Bool, from start: Int) {
      let bytes =
        isFirst
        ? 2 * ednet_quantized_first_weight_count(convolution.filters)
        : ednet_quantized_weight_count(convolution.filters, convolution.input.channels)
      let filters = QuantizedTrunk.padded(convolution.filters)
      weights = start..<start + ExecutionPlan.aligned((bytes + 3) / 4)
      scales = weights.upperBound..<weights.upperBound + filters
      offsets = scales.upperBound..<scales.upperBound + filters
    }
  }

  private var packings: [Packing] {
    var result: [Packing] = []
    for convolution in convolutions {
      result.append(Packing(convolution, isFirst: result.isEmpty, from: result.last?.offsets.upperBound ?? 0))
    }
    return result
  }

  /// A number of channels in the kernels' maps.
  private static func padded(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }

  private func isLast(_ index: Int) -> Bool { index == convolutions.count - 1 }
  /// The number that one step of the output of a convolution stands for.
  private func step(_ index: Int) -> Float { isLast(index) ? 1 : maxima[index] > 0 ? maxima[index] / 255 : 1 }

  /// The floats of one of the buffers of maps, for one example.
  private var mapCount: Int {
    let bytes = convolutions.dropLast().map {
      ednet_quantized_map_count(Self.padded($0.filters), $0.output.height, $0.output.width)
    }
    return ExecutionPlan.aligned(((bytes.max() ?? 0) + 3) / 4)
  }

  /// The number of the buffer, of three, that holds the output of each convolution: not that of its input, nor that of
  /// a map that is added later.
  private var buffers: [Int] {
    var result: [Int] = []
    for index in convolutions.indices {
      let kept = convolutions[index...].lazy.compactMap(\.addend).first.flatMap { $0 < index ? result[$0] : nil }
      result.append((0..<3).first { $0 != result.last && $0 != kept } ?? 0)
    }
    return result
  }

  var description: String { "QuantizedTrunk(convolutions: \(convolutions.count))" }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard input == convolutions[0].input else { throw ShapeError(self, "was made for \(convolutions[0].input)") }
    return convolutions[convolutions.count - 1].output
  }

  func parameters(for input: Shape) -> [ParameterSpecification] {
    let count = convolutions.reduce(0) { $0 + $1.parameterCount }
    return [ParameterSpecification(name: "trunk", shape: [count], initializer: .zeros, role: .bias)]
  }

  func memory(for input: Shape) -> MemoryRequirements {
    var shape = shape(of: 0, examples: 1)
    return MemoryRequirements(
      scratchPerExample: 3 * mapCount,
      scratch: unsafe ExecutionPlan.aligned((ednet_quantized_scratch_count(&shape) + 1) / 2),
      packed: packings.last?.offsets.upperBound ?? 0
    )
  }

  func multiplyAdds(for input: Shape) -> Int {
    convolutions.reduce(0) { $0 + $1.weightCount * $1.sums.area }
  }

  private func shape(of index: Int, examples: Int) -> EdnetQuantizedConvolution {
    let convolution = convolutions[index]
    return EdnetQuantizedConvolution(
      examples: examples,
      channels: Self.padded(convolution.input.channels),
      filters: Self.padded(convolution.filters),
      height: convolution.input.height,
      width: convolution.input.width,
      padding: convolution.padding
    )
  }

  func prepack(_ parameters: TensorView, for input: Shape, into packed: MutableTensorView, forBackward: Bool) {
    var start = 0
    for (index, (convolution, packing)) in zip(convolutions, packings).enumerated() {
      let weights = parameters[start..<start + convolution.weightCount].array
      let slopes = parameters[start + convolution.weightCount..<start + convolution.weightCount + convolution.filters]
      let offsets = parameters[
        start + convolution.weightCount + convolution.filters..<start + convolution.parameterCount
      ]
      start += convolution.parameterCount
      let target = unsafe UnsafeMutableRawPointer(packed[packing.weights].base)
      let scales: [Float]
      if index == 0 {
        let rounded = RoundedWeights.words(weights, filters: convolution.filters)
        scales = rounded.scales
        unsafe ednet_quantized_pack_first(
          rounded.values,
          convolution.filters,
          target.assumingMemoryBound(to: Int16.self)
        )
      } else {
        let rounded = RoundedWeights.bytes(weights, filters: convolution.filters)
        scales = rounded.scales.map { $0 * step(index - 1) }
        unsafe ednet_quantized_pack(
          rounded.values,
          convolution.filters,
          convolution.input.channels,
          target.assumingMemoryBound(to: Int8.self)
        )
      }
      let (scaleView, offsetView) = (packed[packing.scales], packed[packing.offsets])
      scaleView.fill(0)
      offsetView.fill(0)
      for filter in 0..<convolution.filters {
        scaleView[filter] = slopes[filter] * scales[filter] / step(index)
        offsetView[filter] = offsets[filter] / step(index)
      }
    }
  }

  func forward(_ pass: ForwardPass) {
    let kernels = unsafe QuantizedKernels.current
    let (buffers, packings, size) = (buffers, packings, mapCount * pass.exampleCount)
    func map(_ index: Int) -> UnsafeMutablePointer<UInt8> {
      unsafe pass.scratch[buffers[index] * size..<(buffers[index] + 1) * size].bytes
    }
    for index in convolutions.indices {
      var shape = shape(of: index, examples: pass.exampleCount)
      let convolution = convolutions[index]
      var epilogue = unsafe EdnetQuantizedEpilogue(
        scale: pass.packed[packings[index].scales].base,
        bias: pass.packed[packings[index].offsets].base,
        pools: convolution.pools ? 1 : 0,
        addend: convolution.addend.map { unsafe UnsafePointer(map($0)) },
        addendScale: convolution.addend.map { step($0) / step(index) } ?? 0,
        bytes: isLast(index) ? nil : map(index),
        floats: isLast(index) ? pass.output.base : nil,
        storedFilters: convolution.filters
      )
      let weights = unsafe UnsafeRawPointer(pass.packed[packings[index].weights].base)
      if index == 0 {
        let scratch = pass.scratch[3 * size..<pass.scratch.count]
        unsafe kernels.convolveFirst(
          &shape,
          pass.input.base,
          weights.assumingMemoryBound(to: Int16.self),
          &epilogue,
          UnsafeMutableRawPointer(scratch.base).assumingMemoryBound(to: Int16.self)
        )
      } else {
        unsafe kernels.convolve(&shape, map(index - 1), weights.assumingMemoryBound(to: Int8.self), &epilogue)
      }
    }
    // Integers know no NaN, which must not become an answer.
    for example in 0..<pass.exampleCount where !pass.input(example).sum().isFinite { pass.output(example).fill(.nan) }
  }

  func backward(_ pass: BackwardPass) { preconditionFailure("a quantized model is for inference only") }
}

/// The kernels of integers for this processor.
enum QuantizedKernels {
  /// The kernels of the best instruction set that the processor has.
  nonisolated(unsafe) static let current: EdnetQuantizedKernels = unsafe ednet_quantized_kernels().pointee
}

extension Model {
  /// True if the processor multiplies bytes faster than floats, so that a quantized model is the faster one.
  public static var hasFastIntegers: Bool { unsafe QuantizedKernels.current.isFast != 0 }
}
