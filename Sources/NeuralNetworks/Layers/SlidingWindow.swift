/// Where the windows of a convolution or pooling lie over a map.
struct SlidingWindow {
  let input: Shape
  let kernel: Extent2D
  let stride: Extent2D
  let padding: Padding
  /// Window positions down and across.
  let outputHeight: Int, outputWidth: Int
  /// How far the first window begins before the map.
  let top: Int, left: Int

  /// Creates the geometry; the extents have been checked.
  init(over input: Shape, kernel: Extent2D, stride: Extent2D, padding: Padding) {
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    switch padding {
    case .valid:
      outputHeight = (input.height - kernel.height) / stride.height + 1
      outputWidth = (input.width - kernel.width) / stride.width + 1
      (top, left) = (0, 0)
    case .same, .circular:
      outputHeight = (input.height + stride.height - 1) / stride.height
      outputWidth = (input.width + stride.width - 1) / stride.width
      top = max((outputHeight - 1) * stride.height + kernel.height - input.height, 0) / 2
      left = max((outputWidth - 1) * stride.width + kernel.width - input.width, 0) / 2
    }
  }

  /// Creates the geometry for a layer, or says why there is none.
  static func checked(
    _ layer: some Layer,
    over input: Shape,
    kernel: Extent2D,
    stride: Extent2D,
    padding: Padding
  ) throws(ShapeError) -> SlidingWindow {
    guard kernel.isPositive, stride.isPositive else {
      throw ShapeError(layer, "window and stride must be at least 1, not \(kernel) and \(stride)")
    }
    guard kernel.isWithinLimits, stride.isWithinLimits else {
      throw ShapeError(layer, "window or stride of more than \(LayerLimits.window)")
    }
    guard padding != .valid || (kernel.height <= input.height && kernel.width <= input.width) else {
      throw ShapeError(
        layer,
        "a window of \(kernel.height)×\(kernel.width) does not fit into an input of \(input); "
          + "make it smaller, pool less before it, or pad with .same"
      )
    }
    return SlidingWindow(over: input, kernel: kernel, stride: stride, padding: padding)
  }

  /// The input row that window row `offset` at position `output` meets; nil in the padding.
  @inline(__always)
  func row(_ output: Int, _ offset: Int) -> Int? {
    inside(output * stride.height - top + offset, input.height)
  }

  /// The input column that window column `offset` at position `output` meets; nil in the padding.
  @inline(__always)
  func column(_ output: Int, _ offset: Int) -> Int? {
    inside(output * stride.width - left + offset, input.width)
  }

  @inline(__always)
  private func inside(_ position: Int, _ extent: Int) -> Int? {
    if position >= 0 && position < extent { return position }
    guard padding == .circular else { return nil }
    let wrapped = position % extent
    return wrapped < 0 ? wrapped + extent : wrapped
  }

  /// The positions across whose window column `offset` lies inside the map.
  @inline(__always)
  func positionsInside(_ offset: Int) -> Range<Int> {
    // Smallest x with x·stride − left + offset ≥ 0, and smallest with ≥ width.
    let shift = left - offset
    let first = shift <= 0 ? 0 : (shift + stride.width - 1) / stride.width
    let beyond = input.width + shift
    let end = beyond <= 0 ? 0 : (beyond + stride.width - 1) / stride.width
    return min(first, outputWidth)..<max(min(first, outputWidth), min(end, outputWidth))
  }
}
