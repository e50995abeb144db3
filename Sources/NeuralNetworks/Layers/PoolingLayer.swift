/// A pooling layer: windows over each map separately.
protocol PoolingLayer: Layer {
  var size: Extent2D { get }
  var stride: Extent2D { get }
  var padding: Padding { get }
  init(size: Extent2D, stride: Extent2D?, padding: Padding)
}

extension PoolingLayer {
  /// The code that creates it.
  public var description: String {
    "\(Self.typeName)(size: \(size)" + (stride == size ? "" : ", stride: \(stride)")
      + (padding == .valid ? "" : ", padding: .\(padding)") + ")"
  }

  /// One map for each of the input, one position for each window.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    let window = try SlidingWindow.checked(self, over: input, kernel: size, stride: stride, padding: padding)
    return Shape(channels: input.channels, height: window.outputHeight, width: window.outputWidth)
  }

  /// The geometry of the windows over an input whose shape was checked.
  func window(over input: Shape) -> SlidingWindow {
    SlidingWindow(over: input, kernel: size, stride: stride, padding: padding)
  }
}

extension SlidingWindow {
  /// Calls `body` with the index of each position in the map that a window covers, row by row.
  @inline(__always) func forEachPosition(_ row: Int, _ column: Int, _ body: (Int) -> Void) {
    for dy in 0..<kernel.height {
      guard let y = self.row(row, dy) else { continue }
      for dx in 0..<kernel.width {
        guard let x = self.column(column, dx) else { continue }
        body(y * input.width + x)
      }
    }
  }
}
