/// A two-dimensional convolution (strictly, a cross-correlation).
///
/// y[f, i, j] = g(b[f] + Σ w[f, c, u, v] · x[c, i·s + u − p, j·s + v − p]).
///
/// `Convolution3x3` computes 3×3 windows with a stride of 1 over maps of at least 3×3 outputs. All others are computed
/// in tiles of output rows: im2col into a buffer that fits the cache, `sgemm` with the weights, then bias and
/// activation while the tile is in the cache. Backward repeats im2col instead of saving its result.
public struct Conv2D: Layer, Equatable {
  /// The number of output channels.
  public var filters: Int
  /// The extent of the window.
  public var kernel: Extent2D
  /// The distance between neighbouring windows.
  public var stride: Extent2D
  /// The padding.
  public var padding: Padding
  /// True if the layer has a bias b.
  public var bias: Bool
  /// The activation g, applied inside the layer.
  public var activation: ActivationFunction

  /// Creates the layer.
  public init(
    filters: Int,
    kernel: Extent2D,
    stride: Extent2D = 1,
    padding: Padding = .same,
    bias: Bool = true,
    activation: ActivationFunction = .identity
  ) {
    self.filters = filters
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.bias = bias
    self.activation = activation
  }

  /// The code that creates it.
  public var description: String {
    "Conv2D(filters: \(filters), kernel: \(kernel)" + (stride == 1 ? "" : ", stride: \(stride)")
      + (padding == .same ? "" : ", padding: .\(padding)") + (bias ? "" : ", bias: false")
      + (activation == .identity ? "" : ", activation: .\(activation)") + ")"
  }

  /// `filters` maps; the padding determines their extents.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard filters > 0 else { throw ShapeError(self, "needs at least one filter") }
    guard filters <= LayerLimits.extent else { throw ShapeError(self, "has more than \(LayerLimits.extent) filters") }
    let window = try SlidingWindow.checked(self, over: input, kernel: kernel, stride: stride, padding: padding)
    return Shape(channels: filters, height: window.outputHeight, width: window.outputWidth)
  }

  private func window(over input: Shape) -> SlidingWindow {
    SlidingWindow(over: input, kernel: kernel, stride: stride, padding: padding)
  }

  /// `weight` of [filters, channels, kernel height, kernel width] and `bias` of [filters].
  public func parameters(for input: Shape) -> [ParameterSpecification] {
    let fanIn = input.channels * kernel.area
    let initializer = Initializer.suited(to: activation, fanIn: fanIn, fanOut: filters * kernel.area)
    let weight = ParameterSpecification(
      name: "weight",
      shape: [filters, input.channels, kernel.height, kernel.width],
      initializer: initializer,
      role: .weight
    )
    guard bias else { return [weight] }
    return [weight, ParameterSpecification(name: "bias", shape: [filters], initializer: .zeros, role: .bias)]
  }

  /// The columns of one tile and their gradient, or the requirements of `Convolution3x3`; and the sum before an
  /// activation that needs it.
  public func memory(for input: Shape) -> MemoryRequirements {
    let window = window(over: input)
    let tile = tileRows(window) * window.outputWidth
    var need =
      Convolution3x3(self, over: input)?.memory
      ?? MemoryRequirements(scratch: window.isPointwise ? 0 : 2 * window.windowCount * tile)
    if activation.needsInput { need.savedPerExample += filters * window.outputHeight * window.outputWidth }
    return need
  }

  /// Transforms the weights for `Convolution3x3`.
  public func prepack(
    _ parameters: TensorView,
    for input: Shape,
    into packed: MutableTensorView,
    forBackward: Bool
  ) {
    Convolution3x3(self, over: input)?.prepack(parameters, into: packed, forBackward: forBackward)
  }

  /// Fuses an activation, and 2×2 maximum pooling if `Convolution3x3` computes the convolution.
  public func fused(with following: [FusibleOperation], for input: Shape) -> (layer: any Layer, count: Int)? {
    var (convolution, count) = (self, 0)
    if activation == .identity, case .activation(let function)? = following.first {
      (convolution.activation, count) = (function, 1)
    }
    let rest = following.dropFirst(count)
    if rest.first == .maxPooling2x2 {
      // ReLU commutes with the maximum.
      let appliesReLU = convolution.activation == .identity && rest.dropFirst().first == .activation(.relu)
      var last = convolution
      if appliesReLU { last.activation = .relu }
      if let pooled = PooledConv2D(last, over: input) { return (pooled, count + (appliesReLU ? 2 : 1)) }
    }
    return count == 0 ? nil : (convolution, count)
  }

  /// True without an activation.
  public var isLinear: Bool { activation == .identity }

  /// The convolution with scaled weights and a bias; nil if it has an activation.
  public func absorbing(
    _ transform: ChannelTransform,
    into parameters: [Float],
    for input: Shape
  ) -> (layer: any Layer, parameters: [Float])? {
    guard isLinear else { return nil }
    var convolution = self
    convolution.bias = true
    return (convolution, transform.folded(into: parameters, hasBias: bias))
  }

  /// filters × channels × kernel positions × output positions.
  public func multiplyAdds(for input: Shape) -> Int {
    let window = window(over: input)
    return filters * window.windowCount * window.outputHeight * window.outputWidth
  }

  /// The output rows of one tile, whose columns fit into half of a typical second-level cache.
  private func tileRows(_ window: SlidingWindow) -> Int {
    let floats = 64 * 1024  // 256 KiB
    return min(window.outputHeight, max(1, floats / (window.windowCount * window.outputWidth)))
  }

  /// y = g(W · columns(x) + b).
  public func forward(_ pass: ForwardPass) {
    guard let kernel = Convolution3x3(self, over: pass.inputShape) else { return forwardByColumns(pass) }
    kernel.forward(pass)
    // The kernel has applied ReLU.
    guard activation != .relu else { return }
    if activation.needsInput && pass.isTraining { pass.saved.copy(pass.output.readOnly) }
    activation.apply(pass.output)
  }

  private func forwardByColumns(_ pass: ForwardPass) {
    let window = window(over: pass.inputShape)
    let weightCount = filters * window.windowCount
    let weight = Matrix(pass.parameters[0..<weightCount], rows: filters, columns: window.windowCount)
    let area = pass.outputShape.area
    let tile = window.isPointwise ? window.outputHeight : tileRows(window)
    for example in 0..<pass.exampleCount {
      let x = pass.input(example)
      let y = pass.output(example)
      for first in stride(from: 0, to: window.outputHeight, by: tile) {
        let rows = first..<min(first + tile, window.outputHeight)
        let positions = first * window.outputWidth..<rows.upperBound * window.outputWidth
        let columns: TensorView
        if window.isPointwise {
          columns = x
        } else {
          window.gather(x, rows: rows, into: pass.scratch)
          columns = pass.scratch[0..<window.windowCount * positions.count].readOnly
        }
        let out = y[positions.lowerBound..<(filters - 1) * area + positions.upperBound]
        MutableMatrix(out, rows: filters, columns: positions.count, stride: area).multiply(
          weight,
          Matrix(columns, rows: window.windowCount, columns: positions.count)
        )
        for filter in 0..<filters {
          let values = y[filter * area + positions.lowerBound..<filter * area + positions.upperBound]
          if bias {
            let b = pass.parameters[weightCount + filter]
            for i in 0..<values.count { values[i] += b }
          }
          if activation.needsInput && pass.isTraining {
            let start = example * pass.outputShape.count + filter * area
            pass.saved[start + positions.lowerBound..<start + positions.upperBound].copy(values.readOnly)
          }
          activation.apply(values)
        }
      }
    }
  }

  /// dz = g′(z) dy; db = Σ dz; dW = Σ dz · columns(x)ᵀ; dx = scatter(Wᵀ · dz).
  public func backward(_ pass: BackwardPass) {
    activation.multiplyDerivative(into: pass.outputGradient, output: pass.output, input: pass.saved.readOnly)
    if let kernel = Convolution3x3(self, over: pass.inputShape) {
      kernel.backward(pass)
    } else {
      backwardByColumns(pass)
    }
  }

  private func backwardByColumns(_ pass: BackwardPass) {
    let window = window(over: pass.inputShape)
    let weightCount = filters * window.windowCount
    let weight = Matrix(pass.parameters[0..<weightCount], rows: filters, columns: window.windowCount)
    let weightGradient = MutableMatrix(
      pass.parameterGradient[0..<weightCount],
      rows: filters,
      columns: window.windowCount
    )
    let area = pass.outputShape.area
    let tile = window.isPointwise ? window.outputHeight : tileRows(window)
    for example in 0..<pass.exampleCount {
      let x = pass.input(example)
      let dz = pass.outputGradient(example).readOnly
      let dx = pass.inputGradient(example)
      if bias {
        for filter in 0..<filters { pass.parameterGradient[weightCount + filter] += dz.part(filter, of: area).sum() }
      }
      if !window.isPointwise { dx?.fill(0) }
      for first in stride(from: 0, to: window.outputHeight, by: tile) {
        let rows = first..<min(first + tile, window.outputHeight)
        let positions = first * window.outputWidth..<rows.upperBound * window.outputWidth
        let gradient = Matrix(
          dz[positions.lowerBound..<(filters - 1) * area + positions.upperBound],
          rows: filters,
          columns: positions.count,
          stride: area
        )
        let size = window.windowCount * positions.count
        let columns: TensorView
        if window.isPointwise {
          columns = x
        } else {
          window.gather(x, rows: rows, into: pass.scratch)
          columns = pass.scratch[0..<size].readOnly
        }
        weightGradient.multiply(
          gradient,
          Matrix(columns, rows: window.windowCount, columns: positions.count).transposed,
          accumulate: true
        )
        guard let dx else { continue }
        if window.isPointwise {
          MutableMatrix(dx, rows: window.windowCount, columns: positions.count).multiply(weight.transposed, gradient)
        } else {
          let columnGradient = pass.scratch[size..<2 * size]
          MutableMatrix(columnGradient, rows: window.windowCount, columns: positions.count).multiply(
            weight.transposed,
            gradient
          )
          window.scatter(columnGradient.readOnly, rows: rows, addingTo: dx)
        }
      }
    }
  }

  // The property `stride` hides the standard function.
  private func stride(from first: Int, to end: Int, by step: Int) -> StrideTo<Int> {
    Swift.stride(from: first, to: end, by: step)
  }
}
