import NeuralNetworks
import ONNXSchema

/// Operations on the windows of maps: convolution and pooling.
struct WindowNodes {
  private let graph: GraphBuilder
  private let kernel: Extent2D
  private let stride: Extent2D
  private let padding: Padding

  init(_ graph: GraphBuilder, _ kernel: Extent2D, _ stride: Extent2D, _ padding: Padding) {
    (self.graph, self.kernel, self.stride, self.padding) = (graph, kernel, stride, padding)
  }

  /// The convolution of maps with a weight and, if there is a second constant, a bias.
  func convolution(of input: LayerNodes.Output, _ constants: [Value]) -> Value {
    graph.node("Conv", [wrapped(input)] + constants, attributes(input.shape))
  }

  /// The maps after `MaxPool` or `AveragePool`, whose padding does not count.
  func pooled(_ operation: String, _ input: LayerNodes.Output) -> Value {
    graph.node(operation, [wrapped(input)], attributes(input.shape))
  }

  private func attributes(_ shape: Shape) -> [Attribute] {
    let (rows, columns) = amounts(shape)
    let pads = padding == .same ? [rows.before, columns.before, rows.after, columns.after] : [0, 0, 0, 0]
    return [
      Attribute("kernel_shape", [kernel.height, kernel.width]),
      Attribute("strides", [stride.height, stride.width]), Attribute("pads", pads),
    ]
  }

  /// The maps with their opposite sides around them, if the padding is circular.
  private func wrapped(_ input: LayerNodes.Output) -> Value {
    guard padding == .circular else { return input.value }
    let (rows, columns) = amounts(input.shape)
    func wrapped(_ value: Value, _ axis: Int, _ extent: Int, _ amount: (before: Int, after: Int)) -> Value {
      guard amount != (0, 0) else { return value }
      let places = (-amount.before..<extent + amount.after).map { (($0 % extent) + extent) % extent }
      return value.gathered(graph.integers(places), axis: axis)
    }
    return wrapped(wrapped(input.value, 2, input.shape.height, rows), 3, input.shape.width, columns)
  }

  /// The numbers of rows and columns around a map, the greater half after it.
  private func amounts(_ shape: Shape) -> (rows: (before: Int, after: Int), columns: (before: Int, after: Int)) {
    func amount(_ extent: Int, _ kernel: Int, _ stride: Int) -> (Int, Int) {
      guard padding != .valid else { return (0, 0) }
      let total = max(((extent + stride - 1) / stride - 1) * stride + kernel - extent, 0)
      return (total / 2, total - total / 2)
    }
    return (amount(shape.height, kernel.height, stride.height), amount(shape.width, kernel.width, stride.width))
  }
}
