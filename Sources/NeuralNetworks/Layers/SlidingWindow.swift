/// The geometry of the windows of a convolution or pooling over a map.
struct SlidingWindow {
  let input: Shape
  let kernel: Extent2D
  let stride: Extent2D
  let padding: Padding
  /// The numbers of window positions, vertical and horizontal.
  let outputHeight: Int, outputWidth: Int
  /// The rows and columns of padding before the map.
  let top: Int, left: Int

  /// Creates the geometry of checked extents.
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

  /// Creates the geometry for a layer.
  ///
  /// - Throws: `ShapeError` for invalid extents.
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
      throw ShapeError(layer, "window and stride must not exceed \(LayerLimits.window)")
    }
    guard padding != .valid || (kernel.height <= input.height && kernel.width <= input.width) else {
      throw ShapeError(
        layer,
        "a window of \(kernel.height)×\(kernel.width) does not fit into an input of \(input); "
          + "use a smaller window, less pooling before it, or padding .same"
      )
    }
    return SlidingWindow(over: input, kernel: kernel, stride: stride, padding: padding)
  }

  /// The input row under window row `offset` at position `output`; nil in the padding.
  @inline(__always) func row(_ output: Int, _ offset: Int) -> Int? {
    inside(output * stride.height - top + offset, input.height)
  }

  /// The input column under window column `offset` at position `output`; nil in the padding.
  @inline(__always) func column(_ output: Int, _ offset: Int) -> Int? {
    inside(output * stride.width - left + offset, input.width)
  }

  @inline(__always) private func inside(_ position: Int, _ extent: Int) -> Int? {
    if position >= 0 && position < extent { return position }
    guard padding == .circular else { return nil }
    let wrapped = position % extent
    return wrapped < 0 ? wrapped + extent : wrapped
  }

  /// The horizontal positions whose window column `offset` lies inside the map.
  @inline(__always) func positionsInside(_ offset: Int) -> Range<Int> {
    // Smallest x with x·stride − left + offset ≥ 0, and smallest with ≥ width.
    let shift = left - offset
    let first = shift <= 0 ? 0 : (shift + stride.width - 1) / stride.width
    let beyond = input.width + shift
    let end = beyond <= 0 ? 0 : (beyond + stride.width - 1) / stride.width
    return min(first, outputWidth)..<max(min(first, outputWidth), min(end, outputWidth))
  }
}

extension SlidingWindow {
  /// The rows of the column matrix, one for each scalar of a window.
  var windowCount: Int { input.channels * kernel.area }

  /// True if the column matrix is the input itself.
  var isPointwise: Bool { kernel.area == 1 && stride.area == 1 }

  /// Writes the windows of some output rows as the columns of a matrix (im2col).
  ///
  /// A matrix row is a (channel, window row, window column), a column an (output row, output column). After
  /// Chellapilla, Puri and Simard, "High performance convolutional neural networks for document processing", 2006.
  @inline(__always) func gather(_ map: TensorView, rows: Range<Int>, into columns: MutableTensorView) {
    let width = outputWidth
    let length = rows.count * width
    var matrixRow = 0
    for channel in 0..<input.channels {
      let plane = map.part(channel, of: input.area)
      for dy in 0..<kernel.height {
        for dx in 0..<kernel.width {
          let inside = positionsInside(dx)
          for y in rows {
            let start = matrixRow * length + (y - rows.lowerBound) * width
            let target = columns[start..<start + width]
            guard let sourceRow = row(y, dy) else {
              target.fill(0)
              continue
            }
            let source = plane.part(sourceRow, of: input.width)
            gatherRow(source, dx, inside: inside, into: target)
          }
          matrixRow += 1
        }
      }
    }
  }

  @inline(__always) private func gatherRow(
    _ source: TensorView,
    _ dx: Int,
    inside: Range<Int>,
    into target: MutableTensorView
  ) {
    gatherBorder(source, dx, positions: 0..<inside.lowerBound, into: target)
    if !inside.isEmpty {
      let first = inside.lowerBound * stride.width - left + dx
      if stride.width == 1 {
        target[inside].copy(source[first..<first + inside.count])
      } else if stride.width == 2 {
        Kernels.copyStride2(source[first..<source.count], into: target[inside])
      } else {
        for i in 0..<inside.count { target[inside.lowerBound + i] = source[first + i * stride.width] }
      }
    }
    gatherBorder(source, dx, positions: inside.upperBound..<outputWidth, into: target)
  }

  @inline(__always) private func gatherBorder(
    _ source: TensorView,
    _ dx: Int,
    positions: Range<Int>,
    into target: MutableTensorView
  ) { for x in positions { target[x] = column(x, dx).map { source[$0] } ?? 0 } }

  /// Adds each scalar of a column matrix to its position in the map (col2im), the transpose of `gather`.
  @inline(__always) func scatter(_ columns: TensorView, rows: Range<Int>, addingTo map: MutableTensorView) {
    let width = outputWidth
    let length = rows.count * width
    var matrixRow = 0
    for channel in 0..<input.channels {
      let plane = map.part(channel, of: input.area)
      for dy in 0..<kernel.height {
        for dx in 0..<kernel.width {
          let inside = positionsInside(dx)
          let first = inside.lowerBound * stride.width - left + dx
          for y in rows {
            guard let targetRow = row(y, dy) else { continue }
            let start = matrixRow * length + (y - rows.lowerBound) * width
            let source = columns[start..<start + width]
            let target = plane.part(targetRow, of: input.width)
            if stride.width == 1 && !inside.isEmpty {
              target[first..<first + inside.count].add(source[inside])
            } else {
              for i in 0..<inside.count { target[first + i * stride.width] += source[inside.lowerBound + i] }
            }
            guard padding == .circular else { continue }
            for x in 0..<inside.lowerBound { if let wrapped = column(x, dx) { target[wrapped] += source[x] } }
            for x in inside.upperBound..<outputWidth { if let wrapped = column(x, dx) { target[wrapped] += source[x] } }
          }
          matrixRow += 1
        }
      }
    }
  }
}
