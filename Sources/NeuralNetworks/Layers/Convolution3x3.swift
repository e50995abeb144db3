// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// A 3×3 convolution of stride 1 with bias, ReLU and 2×2 pooling, computed by CKernels.
///
/// Winograd's F(4×4, 3×3), or the direct sum for a single channel; bias, ReLU and pooling are applied in registers. The
/// shapes alone select the algorithm, so a network gives the same bits each time on the same machine.
struct Convolution3x3: Sendable {
  private let filters: Int
  private let input: Shape
  private let output: Shape
  private let padding: Int
  private let hasBias: Bool
  private let appliesReLU: Bool
  private let pools: Bool

  /// Creates the geometry; nil if im2col suits the convolution better.
  init?(_ convolution: Conv2D, over input: Shape, pools: Bool = false) {
    guard convolution.kernel == 3, convolution.stride == 1, convolution.padding != .circular,
      let output = try? convolution.outputShape(for: input)
    else { return nil }
    // A tile is 4×4: for smaller maps most of it would be wasted.
    guard output.width >= 3, output.height >= 3 else { return nil }
    filters = convolution.filters
    self.input = input
    self.output = output
    padding = convolution.padding == .same ? 1 : 0
    hasBias = convolution.bias
    appliesReLU = convolution.activation == .relu
    self.pools = pools
  }

  /// True for the direct sum.
  private var isDirect: Bool { input.channels == 1 }
  private var weightCount: Int { filters * input.channels * 9 }
  /// The number of transformed weights of the convolution.
  private var forwardCount: Int { isDirect ? 0 : ednet_winograd_weight_count(filters, input.channels) }
  /// The number of transformed weights of the transposed convolution, which computes the input's gradient.
  private var backwardCount: Int { ednet_winograd_weight_count(input.channels, filters) }
  private var gradientCount: Int { isDirect ? 0 : ednet_winograd_gradient_count(filters, input.channels) }
  /// The examples whose gradient is unpooled at a time, about 1 MiB.
  private var unpooledExamples: Int { max(1, 256 * 1024 / output.count) }

  private func shape(examples: Int) -> EdnetConvolution {
    EdnetConvolution(
      examples: examples,
      channels: input.channels,
      filters: filters,
      height: input.height,
      width: input.width,
      padding: padding
    )
  }

  /// The shape of the transposed convolution.
  private func transposedShape(examples: Int) -> EdnetConvolution {
    EdnetConvolution(
      examples: examples,
      channels: filters,
      filters: input.channels,
      height: output.height,
      width: output.width,
      padding: 2 - padding
    )
  }

  var memory: MemoryRequirements {
    // The largest number of examples that a shard may have.
    let examples = LayerLimits.extent
    var (shape, transposed) = (shape(examples: examples), transposedShape(examples: examples))
    let kernel = unsafe max(
      isDirect ? ednet_direct_scratch_count(&shape) : ednet_winograd_scratch_count(&shape),
      ednet_winograd_scratch_count(&transposed)
    )
    return MemoryRequirements(
      savedPerExample: pools ? MaxPool2D.argmaxCount(for: output) : 0,
      scratch: gradientCount + kernel + (pools ? unpooledExamples * output.count : 0),
      packed: forwardCount + backwardCount
    )
  }

  func prepack(_ parameters: TensorView, into packed: MutableTensorView, forBackward: Bool) {
    let kernels = unsafe Kernels.current
    if !isDirect { unsafe kernels.winogradWeights(parameters.base, filters, input.channels, 0, packed.base) }
    guard forBackward else { return }
    unsafe kernels.winogradWeights(
      parameters.base,
      filters,
      input.channels,
      1,
      packed[forwardCount..<packed.count].base
    )
  }

  func forward(_ pass: ForwardPass) {
    let kernels = unsafe Kernels.current
    var shape = shape(examples: pass.exampleCount)
    let keepsArgmax = pools && pass.isTraining
    var epilogue = unsafe EdnetEpilogue(
      bias: hasBias ? pass.parameters[weightCount..<weightCount + filters].base : nil,
      appliesReLU: appliesReLU ? 1 : 0,
      pools: pools ? 1 : 0,
      argmax: keepsArgmax ? pass.saved.bytes : nil
    )
    if isDirect {
      unsafe kernels.directForward(
        &shape,
        pass.input.base,
        pass.parameters.base,
        &epilogue,
        pass.output.base,
        pass.scratch.base
      )
    } else {
      unsafe kernels.winogradForward(
        &shape,
        pass.input.base,
        pass.packed.base,
        &epilogue,
        pass.output.base,
        pass.scratch.base
      )
    }
  }

  /// Backward from the gradient of the sums, or with pooling from that of the output.
  func backward(_ pass: BackwardPass) {
    let gradient = pass.scratch[0..<gradientCount]
    if !pools {
      let dz = pass.outputGradient
      if hasBias {
        for map in 0..<pass.exampleCount * filters {
          pass.parameterGradient[weightCount + map % filters] += dz.readOnly.part(map, of: output.area).sum()
        }
      }
      backward(
        pass,
        examples: 0..<pass.exampleCount,
        from: dz.readOnly,
        gradient: gradient,
        scratch: pass.scratch[gradientCount..<pass.scratch.count]
      )
    } else {
      // Parts of nearly equal size.
      let parts = (pass.exampleCount + unpooledExamples - 1) / unpooledExamples
      let step = (pass.exampleCount + parts - 1) / parts
      let unpooled = pass.scratch[gradientCount..<gradientCount + step * output.count]
      for first in stride(from: 0, to: pass.exampleCount, by: step) {
        let examples = first..<min(first + step, pass.exampleCount)
        unpool(pass, examples: examples, into: unpooled)
        backward(
          pass,
          examples: examples,
          from: unpooled[0..<examples.count * output.count].readOnly,
          gradient: gradient,
          scratch: pass.scratch[gradientCount + unpooled.count..<pass.scratch.count]
        )
      }
    }
  }

  private func unpool(_ pass: BackwardPass, examples: Range<Int>, into dz: MutableTensorView) {
    let area = (output.height / 2) * (output.width / 2)
    for map in 0..<examples.count * filters {
      let pooled = (examples.lowerBound * filters + map) * area
      let sum = Kernels.unpool(
        pass.outputGradient.readOnly[pooled..<pooled + area],
        argmax: (pass.saved, pooled),
        output,
        into: dz.part(map, of: output.area)
      )
      if hasBias { pass.parameterGradient[weightCount + map % filters] += sum }
    }
  }

  private func backward(
    _ pass: BackwardPass,
    examples: Range<Int>,
    from dz: TensorView,
    gradient: MutableTensorView,
    scratch: MutableTensorView
  ) {
    let kernels = unsafe Kernels.current
    var shape = shape(examples: examples.count)
    func part(_ size: Int) -> Range<Int> { examples.lowerBound * size..<examples.upperBound * size }
    let x = pass.input[part(input.count)]
    if isDirect {
      unsafe kernels.directGradient(&shape, x.base, dz.base, pass.parameterGradient.base, scratch.base)
    } else {
      let adds: Int32 = examples.lowerBound > 0 ? 1 : 0
      let dw = unsafe examples.upperBound == pass.exampleCount ? pass.parameterGradient.base : nil
      unsafe kernels.winogradGradient(&shape, x.base, dz.base, adds, gradient.base, dw, scratch.base)
    }
    guard let dx = pass.inputGradient?[part(input.count)] else { return }
    var transposed = transposedShape(examples: examples.count)
    var epilogue = unsafe EdnetEpilogue(bias: nil, appliesReLU: 0, pools: 0, argmax: nil)
    unsafe kernels.winogradForward(
      &transposed,
      dz.base,
      pass.packed[forwardCount..<pass.packed.count].base,
      &epilogue,
      dx.base,
      scratch.base
    )
  }
}
