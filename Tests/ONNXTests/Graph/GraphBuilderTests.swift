import ONNXSchema
import Testing

@testable import ONNX

@Suite struct GraphBuilderTests {
  private let graph = GraphBuilder()
  private var input: Value { Value(graph: graph, name: "input", type: .float) }

  @Test func equalConstantsAreStoredOnce() {
    _ = input + 2 - 2
    _ = input.sum([1]).sum([1])
    #expect(graph.constants.count == 2)
    _ = input.cast(to: .double) + 2
    // The same number of another type is another constant.
    #expect(graph.constants.count == 3)
  }

  @Test func everyValueHasAName() {
    let sum = input + input
    let product = sum * input
    #expect(sum.name != product.name)
    #expect(graph.nodes.map(\.opType) == ["Add", "Mul"])
    #expect(graph.nodes[1].input == [sum.name, "input"])
  }

  @Test func comparisonsGiveTruthValues() {
    let choice = (input > 0).choose(input.cast(to: .int64), graph.scalar(3, .int64))
    #expect((input > 0).type == .bool && choice.type == .int64)
  }

  @Test func nodesOfSubgraphsStayInThem() {
    let result = graph.choose(input.sum([0]) > 0, "sign") {
      input * 2
    } else: {
      input
    }
    let node = graph.nodes.last
    #expect(node?.opType == "If" && node?.output == [result.name])
    #expect(graph.nodes.allSatisfy { $0.opType != "Mul" })
    let branches = node?.attribute.map(\.g) ?? []
    #expect(branches.map(\.name) == ["sign_then", "sign_else"])
    #expect(branches.first?.node.map(\.opType) == ["Mul", "Identity"])
    // A branch must compute its output, even if that is a value of the graph around it.
    #expect(branches.last?.node.map(\.opType) == ["Identity"])
    #expect(branches.allSatisfy { $0.initializer.isEmpty })
  }

  @Test func ranksAreCountedFromTheNearerEnd() {
    _ = input.element(ofRank: 1, of: 9, axis: 1)
    _ = input.element(ofRank: 7, of: 9, axis: 1)
    let searches = graph.nodes.filter { $0.opType == "TopK" }
    #expect(searches.map { $0.attribute.last?.i } == [0, 1])
    // The second of two in both cases.
    #expect(Set(searches.map { $0.input[1] }).count == 1)
  }
}
