/// Maximum pooling; padding is never the maximum.
public struct MaxPool2D: PoolingLayer, Equatable {
  /// The extent of the window.
  public var size: Extent2D
  /// The distance between neighbouring windows.
  public var stride: Extent2D
  /// The padding; `valid` drops incomplete windows.
  public var padding: Padding

  /// Creates the layer; the default stride is the size.
  public init(size: Extent2D, stride: Extent2D? = nil, padding: Padding = .valid) {
    self.size = size
    self.stride = stride ?? size
    self.padding = padding
  }

  /// 2×2 pooling without overlap.
  public var fusibleOperation: FusibleOperation? { is2x2 ? .maxPooling2x2 : nil }

  /// True.
  public var commutesWithIncreasingFunctions: Bool { true }

  /// True for 2×2 squares without overlap.
  var is2x2: Bool { size == 2 && stride == 2 && padding == .valid }

  /// The floats that hold one byte for each 2×2 square of the maps: the index of its maximum.
  static func argmaxCount(for input: Shape) -> Int { (input.channels * (input.height / 2) * (input.width / 2) + 3) / 4 }

  /// The index of each maximum, for 2×2 squares without overlap.
  public func memory(for input: Shape) -> MemoryRequirements {
    MemoryRequirements(savedPerExample: is2x2 ? Self.argmaxCount(for: input) : 0)
  }

  /// y = max x over the window.
  public func forward(_ pass: ForwardPass) {
    let window = window(over: pass.inputShape)
    let (inputArea, outputArea) = (pass.inputShape.area, pass.outputShape.area)
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let x = pass.input.part(map, of: inputArea)
      let y = pass.output.part(map, of: outputArea)
      if is2x2 {
        Kernels.scale(
          x,
          pass.inputShape,
          slope: 1,
          bias: 0,
          appliesReLU: false,
          pools: true,
          argmax: pass.isTraining ? (pass.saved, map * outputArea) : nil,
          into: y
        )
      } else {
        for row in 0..<window.outputHeight {
          for column in 0..<window.outputWidth {
            var greatest = -Float.infinity
            window.forEachPosition(row, column) { greatest = Self.greater(greatest, x[$0]) }
            y[row * window.outputWidth + column] = greatest
          }
        }
      }
    }
  }

  /// The gradient goes to the first maximum of each window.
  public func backward(_ pass: BackwardPass) {
    guard let inputGradient = pass.inputGradient else { return }
    let window = window(over: pass.inputShape)
    let (inputArea, outputArea) = (pass.inputShape.area, pass.outputShape.area)
    if !is2x2 { inputGradient.fill(0) }
    for map in 0..<pass.exampleCount * pass.inputShape.channels {
      let dx = inputGradient.part(map, of: inputArea)
      let dy = pass.outputGradient.part(map, of: outputArea)
      if is2x2 {
        _ = Kernels.unpool(dy.readOnly, argmax: (pass.saved, map * outputArea), pass.inputShape, into: dx)
        continue
      }
      let x = pass.input.part(map, of: inputArea)
      let y = pass.output.part(map, of: outputArea)
      for row in 0..<window.outputHeight {
        for column in 0..<window.outputWidth {
          let position = row * window.outputWidth + column
          var found = false
          window.forEachPosition(row, column) {
            if !found && x[$0] == y[position] {
              found = true
              dx[$0] += dy[position]
            }
          }
        }
      }
    }
  }

  /// The greater of two numbers; a NaN wins, and the check of the loss finds it.
  @inline(__always) private static func greater(_ a: Float, _ b: Float) -> Float { a > b || a.isNaN ? a : b }
}
