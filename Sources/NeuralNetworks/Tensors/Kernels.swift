// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// The kernels of CKernels for this processor.
enum Kernels {
  /// The kernels of the best instruction set that the processor has.
  nonisolated(unsafe) static let current: EdnetKernels = unsafe ednet_kernels().pointee

  /// result[e][r] = Σ weight[r][c] · inputs[e][c], summed in an order that does not depend on the number of examples.
  static func matrixVector(
    _ weight: TensorView,
    rows: Int,
    columns: Int,
    _ inputs: TensorView,
    examples: Int,
    into result: MutableTensorView
  ) {
    assert(weight.count == rows * columns && inputs.count == examples * columns)
    assert(result.count == examples * rows)
    unsafe current.matrixVector(weight.base, rows, columns, inputs.base, examples, result.base)
  }

  /// target[i] = source[2 i].
  @inline(__always) static func copyStride2(_ source: TensorView, into target: MutableTensorView) {
    assert(target.count == 0 || source.count > 2 * (target.count - 1))
    unsafe current.copyStride2(source.base, target.count, target.base)
  }

  /// target = a p + b q + r, followed by ReLU if `appliesReLU`.
  static func combine(
    _ a: TensorView,
    _ p: Float,
    _ b: TensorView,
    _ q: Float,
    _ r: Float,
    appliesReLU: Bool = false,
    into target: MutableTensorView
  ) {
    assert(a.count == target.count && b.count == target.count)
    unsafe current.combine(a.base, p, b.base, q, r, appliesReLU ? 1 : 0, target.count, target.base)
  }

  /// Multiplies by the derivative of ReLU: each gradient whose output is not positive becomes 0.
  static func reluGradient(_ gradient: MutableTensorView, output: TensorView) {
    assert(gradient.count == output.count)
    unsafe current.reluGradient(gradient.base, output.base, gradient.count)
  }

  /// Applies slope · x + bias to one map, then optionally ReLU and 2×2 maximum pooling.
  ///
  /// - Parameters:
  ///   - map: the map.
  ///   - shape: the extents of the map.
  ///   - slope: the factor of each scalar.
  ///   - bias: the summand.
  ///   - appliesReLU: whether ReLU follows.
  ///   - pools: whether 2×2 maximum pooling follows.
  ///   - argmax: the memory for the index of each maximum, one byte per output from `offset`; nil if not needed.
  ///   - output: the result.
  static func scale(
    _ map: TensorView,
    _ shape: Shape,
    slope: Float,
    bias: Float,
    appliesReLU: Bool,
    pools: Bool,
    argmax: (memory: MutableTensorView, offset: Int)?,
    into output: MutableTensorView
  ) {
    unsafe withUnsafePointer(to: bias) { bias in
      var epilogue = unsafe EdnetEpilogue(
        bias: bias,
        appliesReLU: appliesReLU ? 1 : 0,
        pools: pools ? 1 : 0,
        argmax: argmax.map { unsafe $0.memory.bytes + $0.offset }
      )
      unsafe current.scale(map.base, shape.height, shape.width, slope, &epilogue, output.base)
    }
  }

  /// Moves the gradient of a pooled map to the positions of the maxima.
  ///
  /// - Returns: the sum of the moved gradients.
  static func unpool(
    _ gradient: TensorView,
    argmax: (memory: MutableTensorView, offset: Int),
    _ shape: Shape,
    into map: MutableTensorView
  ) -> Float {
    unsafe current.unpool(gradient.base, argmax.memory.bytes + argmax.offset, shape.height, shape.width, map.base)
  }
}

extension TensorView {
  /// The sum, in a fixed order.
  public func sum() -> Float { unsafe Kernels.current.sum(base, count) }

  /// The sum of (x − mean)², in the same order as `sum`.
  func squaredDeviations(from mean: Float) -> Float { unsafe Kernels.current.squaredDeviations(base, count, mean) }

  /// The inner product with a view of the same length, in the same order as `sum`.
  func dot(_ other: TensorView) -> Float {
    assert(count == other.count)
    return unsafe Kernels.current.dot(base, other.base, count)
  }
}

extension MutableTensorView {
  /// The memory as bytes, for indices of maxima.
  var bytes: UnsafeMutablePointer<UInt8> { unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self) }
}
