import Foundation
import NeuralNetworks
import RandomNumbers
import TestSupport
import Testing

// The code of the article "Writing a layer", which uses public API alone.

struct ChannelScale: Layer, Equatable {
  var description: String { "ChannelScale()" }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }

  func parameters(for input: Shape) -> [ParameterSpecification] {
    let shape = [input.channels]
    return [ParameterSpecification(name: "scale", shape: shape, initializer: .ones, role: .bias)]
  }

  func forward(_ pass: ForwardPass) {
    pass.output.copy(pass.input)
    let area = pass.inputShape.area
    for example in 0..<pass.exampleCount {
      for channel in 0..<pass.inputShape.channels {
        pass.output(example).part(channel, of: area).scale(by: pass.parameters[channel])
      }
    }
  }

  func backward(_ pass: BackwardPass) {
    let area = pass.inputShape.area
    for example in 0..<pass.exampleCount {
      for channel in 0..<pass.inputShape.channels {
        let gradient = pass.outputGradient(example).part(channel, of: area)
        let input = pass.input(example).part(channel, of: area)
        for i in 0..<area { pass.parameterGradient[channel] += gradient[i] * input[i] }
        guard let inputGradient = pass.inputGradient(example)?.part(channel, of: area) else {
          continue
        }
        inputGradient.copy(gradient.readOnly)
        inputGradient.scale(by: pass.parameters[channel])
      }
    }
  }
}

struct Gate: Layer {
  var body: [any Layer]

  init(@LayerBuilder body: () -> [any Layer]) { self.body = body() }

  var description: String { "Gate { \(body.map { "\($0)" }.joined(separator: "; ")) }" }

  var branches: [(name: String, layers: [any Layer])] { [("body", body)] }

  func replacingBranches(with branches: [[any Layer]]) -> (any Layer)? {
    Gate { branches[0] }
  }

  func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    guard try body.outputShape(for: input, branch: "body") == input else {
      throw ShapeError(self, "the body must keep the shape \(input) of its input")
    }
    return input
  }

  func memory(for input: Shape) -> MemoryRequirements {
    MemoryRequirements(savedPerExample: input.count, scratchPerExample: input.count)
  }

  func forward(_ pass: ForwardPass) {
    pass.run(branch: 0, into: pass.saved)
    for i in 0..<pass.input.count { pass.output[i] = pass.input[i] * pass.saved[i] }
  }

  func backward(_ pass: BackwardPass) {
    let gateGradient = pass.scratch[0..<pass.input.count]
    for i in 0..<pass.input.count {
      gateGradient[i] = pass.outputGradient[i] * pass.input[i]
      pass.outputGradient[i] *= pass.saved[i]
    }
    pass.run(
      branch: 0,
      output: pass.saved.readOnly,
      outputGradient: gateGradient,
      inputGradient: pass.inputGradient
    )
    pass.inputGradient?.add(pass.outputGradient.readOnly)
  }

  init(from decoder: any Decoder) throws {
    body = try LayerDecoder(decoder, keys: ["body"]).layers("body")
  }

  enum CodingKeys: CodingKey { case body }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(body.map(AnyLayer.init), forKey: .body)
  }
}

@Suite struct WritingALayerTests {
  static let input = Shape(channels: 3, height: 4, width: 5)

  @LayerBuilder static var layers: [any Layer] {
    Conv2D(filters: 3, kernel: 3, activation: .tanh)
    Gate {
      ChannelScale()
      Conv2D(filters: 3, kernel: 3)
      BatchNormalization()
      Activation(.sigmoid)
    }
    ChannelScale()
    Dense(units: 2)
  }

  init() {
    LayerCatalog.register(ChannelScale.self)
    LayerCatalog.register(Gate.self)
  }

  @Test func theArticleShowsThisCode() throws {
    let article = try MarkdownCode("Sources/NeuralNetworks/NeuralNetworks.docc/WritingALayer.md")
    #expect(article.blocks.count >= 3)
    #expect(try article.firstBlockMissing() == nil)
  }

  @Test func gradientsEqualFiniteDifferences() throws {
    #expect(try gradientError(ChannelScale(), input: Self.input) < 1e-2)
    #expect(try gradientError(Self.layers, input: Self.input, examples: 3) < 1e-2)
    let nested = Gate { Gate { Conv2D(filters: 3, kernel: 1, activation: .sigmoid) } }
    #expect(try gradientError(nested, input: Self.input) < 1e-2)
  }

  @Test func containerMatchesItsDefinition() throws {
    let body: [any Layer] = [Conv2D(filters: 3, kernel: 3, activation: .sigmoid)]
    let gate = try LayerHarness(Gate { body }, input: Self.input, examples: 2)
    let reference = try LayerHarness(body, input: Self.input, examples: 2)
    var generator = KeyedGenerator(5)
    let x = generator.normals(2 * Self.input.count)
    let parameters = generator.normals(gate.parameterCount)
    let factors = reference.forward(x, parameters: parameters)
    #expect(gate.forward(x, parameters: parameters) == zip(x, factors).map(*))
  }

  @Test func modelTrainsAndSurvivesItsFile() throws {
    let network = try Network(input: Self.input, layers: Self.layers)
    var generator = KeyedGenerator(3)
    let inputs = (0..<24).map { _ in generator.normals(Self.input.count) }
    let data = ArrayDataset(shape: Self.input, inputs: inputs, labels: (0..<24).map { $0 % 2 })
    let trainer = Trainer(
      options: TrainingOptions(epochs: 30, learningRate: 0.02),
      loss: SoftmaxCrossEntropy()
    )
    let result = try trainer.train(Model(network, seed: 1), on: data)
    #expect(result.history[29].trainingLoss < 0.5 * result.history[0].trainingLoss)
    let bytes = try result.last.safeTensors().encoded()
    let again = try Model(SafeTensors(decoding: bytes, name: "test"), file: "test")
    #expect(again.parameters == result.last.parameters)
    let outputs = Predictor(result.last).outputs(for: inputs)
    #expect(Predictor(again).outputs(for: inputs) == outputs)
    // The normalisation inside the container is folded as well.
    let folded = result.last.foldingNormalization()
    #expect(folded.network.parameterCount == network.parameterCount - 4 * 3)
    for (value, expected) in zip(Predictor(folded).outputs(for: inputs).joined(), outputs.joined()) {
      #expect(abs(value - expected) < 1e-4 * max(1, abs(expected)))
    }
  }

  @Test func unregisteredLayerCannotBeEncoded() throws {
    struct Unknown: Layer {
      var description: String { "Unknown()" }
      func outputShape(for input: Shape) throws(ShapeError) -> Shape { input }
      func forward(_ pass: ForwardPass) { pass.output.copy(pass.input) }
      func backward(_ pass: BackwardPass) { pass.inputGradient?.copy(pass.outputGradient.readOnly) }
    }
    let network = try Network(input: Self.input, layers: [Unknown()])
    let error = try #require(throws: EncodingError.self) { try JSONEncoder().encode(network) }
    #expect("\(error)".contains("LayerCatalog.register(Unknown.self)"))
  }

  @Test func anotherKeyIsRefused() {
    let text = #"{"input": [1, 1, 1], "layers": [{"type": "Gate", "body": [], "bodies": []}]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Network.self, from: Data(text.utf8))
    }
  }
}
