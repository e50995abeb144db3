// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// The inner loops for this machine.
enum Kernels {
  /// The best of them that the processor can run, the same ones every time.
  nonisolated(unsafe) static let current: EdnetKernels = unsafe ednet_kernels().pointee

  /// result[e][r] = Σ weight[r][c] · inputs[e][c], in an order that does not depend on the number
  /// of examples.
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
  @inline(__always)
  static func copyStride2(_ source: TensorView, into target: MutableTensorView) {
    assert(target.count == 0 || source.count > 2 * (target.count - 1))
    unsafe current.copyStride2(source.base, target.count, target.base)
  }

  /// target = a p + b q + r, or 0 where that is negative and it appliesReLU.
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
    unsafe current.combine(
      a.base,
      p,
      b.base,
      q,
      r,
      appliesReLU ? 1 : 0,
      target.count,
      target.base
    )
  }

  /// Sets each gradient to 0 whose output is not positive.
  static func reluGradient(_ gradient: MutableTensorView, output: TensorView) {
    assert(gradient.count == output.count)
    unsafe current.reluGradient(gradient.base, output.base, gradient.count)
  }

  /// One map through the line slope x + bias, then perhaps ReLU and 2×2 pooling.
  ///
  /// - Parameters:
  ///   - map: the map.
  ///   - shape: its extents.
  ///   - slope: what each scalar is multiplied by.
  ///   - bias: what is added then.
  ///   - appliesReLU: whether what is negative becomes 0.
  ///   - pools: whether the greatest of each 2×2 square is kept alone.
  ///   - argmax: where pooling notes what it kept, a byte for each output from `offset` on; nil
  ///     where nobody asks.
  ///   - output: what comes of it.
  static func scale(
    _ map: TensorView,
    _ shape: Shape,
    slope: Float,
    bias: Float,
    appliesReLU: Bool,
    pools: Bool,
    argmax: (room: MutableTensorView, offset: Int)?,
    into output: MutableTensorView
  ) {
    unsafe withUnsafePointer(to: bias) { bias in
      var epilogue = unsafe EdnetEpilogue(
        bias: bias,
        appliesReLU: appliesReLU ? 1 : 0,
        pools: pools ? 1 : 0,
        argmax: argmax.map { unsafe $0.room.bytes + $0.offset }
      )
      unsafe current.scale(
        map.base,
        shape.height,
        shape.width,
        slope,
        &epilogue,
        output.base
      )
    }
  }

  /// Undoes the pooling of one map of a shape; the sum of what went anywhere.
  static func unpool(
    _ gradient: TensorView,
    argmax: (room: MutableTensorView, offset: Int),
    _ shape: Shape,
    into map: MutableTensorView
  ) -> Float {
    unsafe current.unpool(
      gradient.base,
      argmax.room.bytes + argmax.offset,
      shape.height,
      shape.width,
      map.base
    )
  }
}

extension TensorView {
  /// The sum, always in the same order.
  public func sum() -> Float { unsafe Kernels.current.sum(base, count) }

  /// The sum of (x − mean)², in the same order as `sum`.
  func squaredDeviations(from mean: Float) -> Float {
    unsafe Kernels.current.squaredDeviations(base, count, mean)
  }

  /// The inner product with a run of the same length, in the same order as `sum`.
  func dot(_ other: TensorView) -> Float {
    assert(count == other.count)
    return unsafe Kernels.current.dot(base, other.base, count)
  }
}

extension MutableTensorView {
  /// The memory as bytes, for those who keep no floats in it.
  var bytes: UnsafeMutablePointer<UInt8> {
    unsafe UnsafeMutableRawPointer(base).assumingMemoryBound(to: UInt8.self)
  }
}
