import NeuralNetworks
import ONNXSchema
import Testing

@testable import ONNX

@Suite struct WindowNodesTests {
  private func nodes(_ layer: any Layer, height: Int, width: Int) throws -> [Onnx_NodeProto] {
    let network = try Network(input: Shape(channels: 1, height: height, width: width), layers: [layer])
    let graph = GraphBuilder()
    let input = Value(graph: graph, name: "input", type: .float)
    _ = try LayerNodes(graph, prefix: "").outputs(of: Model(network, seed: 1), input)
    return graph.nodes
  }

  private func integers(_ name: String, of node: Onnx_NodeProto?) -> [Int64] {
    node?.attribute.first { $0.name == name }?.ints ?? []
  }

  @Test func oddPaddingHasItsGreaterHalfAfterTheMap() throws {
    // 5 rows in steps of 2 give 3 windows of 4, which need 3 more rows; 6 columns in steps of 3 give 2 windows of 4,
    // which need one more column.
    let layer = Conv2D(filters: 2, kernel: 4, stride: Extent2D(height: 2, width: 3))
    let node = try nodes(layer, height: 5, width: 6).first
    #expect(integers("pads", of: node) == [1, 0, 2, 1])
    #expect(integers("strides", of: node) == [2, 3] && integers("kernel_shape", of: node) == [4, 4])
  }

  @Test func windowsWithoutPaddingHaveNone() throws {
    let node = try nodes(MaxPool2D(size: 2), height: 5, width: 5).first
    #expect(node?.opType == "MaxPool" && integers("pads", of: node) == [0, 0, 0, 0])
  }

  @Test func windowsThatFitNeedNoPadding() throws {
    let node = try nodes(AveragePool2D(size: 1, stride: 3, padding: .same), height: 7, width: 7).first
    #expect(integers("pads", of: node) == [0, 0, 0, 0])
  }

  @Test func circularPaddingTakesTheOppositeSide() throws {
    let nodes = try nodes(Conv2D(filters: 1, kernel: 3, padding: .circular), height: 4, width: 4)
    #expect(nodes.map(\.opType) == ["Gather", "Gather", "Conv"])
    #expect(nodes.prefix(2).map { $0.attribute.first?.i } == [2, 3])
    #expect(integers("pads", of: nodes[2]) == [0, 0, 0, 0])
  }
}
