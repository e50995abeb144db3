import ONNXSchema
import Testing

@testable import NeuralNetworks
@testable import ONNX

/// A layer of another package, which ONNX does not know.
private struct Square: Layer, Equatable {
  var description: String { "Square()" }
  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
  func forward(_ pass: ForwardPass) { for i in 0..<pass.input.count { pass.output[i] = pass.input[i] * pass.input[i] } }
  func backward(_ pass: BackwardPass) {}
}

@Suite struct LayerNodesTests {
  /// A network with each layer of the library.
  private static let layers: [any Layer] = [
    Conv2D(filters: 4, kernel: 3, activation: .silu),
    Residual(
      body: [
        Conv2D(filters: 6, kernel: 3, stride: 2, padding: .circular, bias: false), BatchNormalization(epsilon: 1e-3),
      ],
      shortcut: [AveragePool2D(size: 2)] + [Conv2D(filters: 6, kernel: 1)],
      activation: .relu
    ),
    GroupNormalization(groups: 3), Activation(.leakyReLU), MaxPool2D(size: 3, stride: 1, padding: .same),
    Dropout(rate: 0.5),
    Parallel(
      first: [GlobalAveragePool2D(), Dense(units: 5, activation: .softplus)],
      second: [Conv2D(filters: 1, kernel: 1, activation: .tanh), Flatten(), Dense(units: 4, activation: .sigmoid)]
    ),
    Dense(units: 3, bias: false),
  ]

  private func names(_ layers: [any Layer]) -> Set<String> {
    layers.reduce(into: []) { names, layer in
      names.insert(type(of: layer).typeName)
      for branch in layer.branches { names.formUnion(self.names(branch.layers)) }
    }
  }

  private func model(_ layers: [any Layer] = layers, size: Int = 12) throws -> Model {
    Model(try Network(input: Shape(channels: 1, height: size, width: size), layers: layers), seed: 2)
  }

  @Test func everyLayerButTheRecurrentOnesBecomesOperators() throws {
    #expect(names(Self.layers + [GRU(units: 1), LSTM(units: 1)]) == Set(LayerCatalog.ownTypes.map { $0.typeName }))
    let graph = GraphBuilder()
    let input = Value(graph: graph, name: "input", type: .float)
    _ = try LayerNodes(graph, prefix: "").outputs(of: try model(), input)
    #expect(
      graph.nodes.map(\.opType) == [
        "Conv", "Sigmoid", "Mul",  // Conv2D with SiLU
        "Gather", "Gather", "Conv", "BatchNormalization",  // the body, wrapped around
        "AveragePool", "Conv", "Add", "Relu",  // the shortcut and the sum
        "Reshape", "InstanceNormalization", "Reshape", "Reshape", "Reshape", "Mul", "Add",  // GroupNormalization
        "LeakyRelu", "MaxPool",  // dropout does nothing
        "ReduceMean", "Gemm", "Softplus", "Conv", "Tanh", "Flatten", "Gemm", "Sigmoid", "Concat",  // Parallel
        "Gemm",
      ]
    )
  }

  @Test func weightsAreKeptExactlyUnderTheirNames() throws {
    let model = try model()
    let graph = GraphBuilder()
    _ = try LayerNodes(graph, prefix: "members.1.").outputs(of: model, Value(graph: graph, name: "input", type: .float))
    var start = 0
    let constants = Dictionary(graph.constants.map { ($0.name, $0) }) { first, _ in first }
    for specification in model.network.plan.parameters {
      let constant = try #require(constants["members.1." + specification.name], "\(specification.name)")
      #expect(constant.dims == specification.shape.map { Int64($0) })
      #expect(constant.floats == Array(model.parameters[start..<start + specification.count]), "\(specification.name)")
      start += specification.count
    }
    #expect(start == model.parameters.count)
  }

  @Test func epsilonIsThatOfTheLayer() throws {
    let graph = GraphBuilder()
    _ = try LayerNodes(graph, prefix: "").outputs(of: try model(), Value(graph: graph, name: "input", type: .float))
    let normalization = graph.nodes.first { $0.opType == "BatchNormalization" }
    #expect(normalization?.attribute.map(\.f) == [1e-3])
    let group = graph.nodes.first { $0.opType == "InstanceNormalization" }
    #expect(group?.attribute.map(\.f) == [1e-5])
  }

  @Test func featuresBecomeMapsBeforeALayerOfMaps() throws {
    let graph = GraphBuilder()
    let layers: [any Layer] = [Dense(units: 8), Conv2D(filters: 2, kernel: 1), Flatten()]
    _ = try LayerNodes(graph, prefix: "").outputs(
      of: try model(layers),
      Value(graph: graph, name: "input", type: .float)
    )
    #expect(graph.nodes.map(\.opType) == ["Flatten", "Gemm", "Reshape", "Conv", "Flatten"])
  }

  @Test func aLayerOfAnotherPackageIsRefusedByName() throws {
    let layers: [any Layer] = [
      Residual(body: [Conv2D(filters: 1, kernel: 3), Square()], shortcut: [], activation: .identity), Dense(units: 3),
    ]
    #expect(throws: ONNXError.unsupportedLayer(path: "layers.0.body.1", layer: "Square()")) {
      try ClassifierExport(ExampleClassifier.of(layers), name: "square")
    }
    #expect(
      "\(ONNXError.unsupportedLayer(path: "layers.0.body.1", layer: "Square()"))"
        == "layers.0.body.1, Square(): ednet cannot write this layer as ONNX; export a network of layers that come "
        + "with ednet, and of no recurrent ones"
    )
  }

  @Test(arguments: [GRU(units: 2), LSTM(units: 2)] as [any Layer]) func recurrentLayersAreRefusedByName(
    layer: any Layer
  )
    throws
  {
    let model = Model(try Network(input: Shape(channels: 1, height: 1, width: 5), layers: [layer]), seed: 1)
    let graph = GraphBuilder()
    #expect(throws: ONNXError.unsupportedLayer(path: "layers.0", layer: "\(layer)")) {
      try LayerNodes(graph, prefix: "").outputs(of: model, Value(graph: graph, name: "input", type: .float))
    }
  }
}
