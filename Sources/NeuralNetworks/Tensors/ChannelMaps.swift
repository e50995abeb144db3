// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// The maps of one channel in several examples: `maps` runs of `count` scalars, the first at `first`, the next `step`
/// scalars later.
struct ChannelMaps {
  var first: Int
  var maps: Int
  var step: Int
  var count: Int

  private func lie(in scalars: Int) -> Bool { first + (maps - 1) * step + count <= scalars }

  /// The mean and the biased variance.
  func moments(of x: TensorView) -> (mean: Float, variance: Float) {
    assert(lie(in: x.count))
    var (mean, variance) = (Float(0), Float(0))
    unsafe Kernels.current.moments(x.base + first, maps, step, count, &mean, &variance)
    return (mean, variance)
  }

  /// Σ g and Σ g (x − mean), with g = the gradient where the output is positive, else 0; without an output, g is the
  /// gradient everywhere.
  ///
  /// The gradient's maps may have another layout than those of input and output.
  func normalizationSums(
    _ gradient: (view: TensorView, maps: ChannelMaps),
    output: TensorView?,
    input: TensorView,
    mean: Float
  ) -> (sum: Float, product: Float) {
    assert(gradient.maps.lie(in: gradient.view.count) && lie(in: input.count))
    assert(output.map { lie(in: $0.count) } ?? true)
    var (sum, product) = (Float(0), Float(0))
    unsafe Kernels.current.normalizationSums(
      gradient.view.base + gradient.maps.first,
      gradient.maps.step,
      output.map { unsafe $0.base + first },
      input.base + first,
      maps,
      step,
      count,
      mean,
      &sum,
      &product
    )
    return (sum, product)
  }

  /// result = p g + q x + r, with g as in `normalizationSums`.
  func normalizationGradient(
    _ gradient: (view: TensorView, maps: ChannelMaps),
    output: TensorView?,
    input: TensorView,
    _ p: Float,
    _ q: Float,
    _ r: Float,
    into result: MutableTensorView
  ) {
    assert(gradient.maps.lie(in: gradient.view.count) && lie(in: input.count))
    assert(output.map { lie(in: $0.count) } ?? true)
    assert(lie(in: result.count))
    unsafe Kernels.current.normalizationGradient(
      gradient.view.base + gradient.maps.first,
      gradient.maps.step,
      output.map { unsafe $0.base + first },
      input.base + first,
      maps,
      step,
      count,
      p,
      q,
      r,
      result.base + first
    )
  }
}
