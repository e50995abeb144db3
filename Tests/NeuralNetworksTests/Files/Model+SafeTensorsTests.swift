import Foundation
import NeuralNetworks
import Testing

@Suite struct ModelSafeTensorsTests {
  private func model() throws -> Model {
    let network = try Network(input: Shape(channels: 1, height: 8, width: 8)) {
      Conv2D(filters: 3, kernel: 3, bias: false)
      BatchNormalization()
      Residual(activation: .relu) {
        Conv2D(filters: 4, kernel: 3, stride: 2)
      } shortcut: {
        Conv2D(filters: 4, kernel: 1, stride: 2)
      }
      GlobalAveragePool2D()
      Dense(units: 2)
    }
    return Model(network, seed: 1)
  }

  @Test func modelSurvivesItsFile() throws {
    let model = try model()
    let bytes = try model.safeTensors(metadata: ["note": "größer"]).encoded()
    let content = try SafeTensors(decoding: bytes, name: "m")
    let read = try Model(content, file: "m")
    #expect(read.parameters == model.parameters)
    #expect("\(read.network)" == "\(model.network)")
    #expect(content.metadata["note"] == "größer")
    #expect(
      content.tensors.map(\.name) == [
        "layers.0.weight", "layers.1.weight", "layers.1.bias", "layers.1.running_mean",
        "layers.1.running_var", "layers.2.body.0.weight", "layers.2.body.0.bias",
        "layers.2.shortcut.0.weight", "layers.2.shortcut.0.bias", "layers.4.weight",
        "layers.4.bias",
      ]
    )
    #expect(content.tensors[0].shape == [3, 1, 3, 3])
  }

  private func refusal(_ change: (inout SafeTensors) -> Void) throws -> String {
    var content = try model().safeTensors()
    change(&content)
    let error = #expect(throws: ModelFileError.self) { try Model(content, file: "m.safetensors") }
    return error.map { "\($0)" } ?? ""
  }

  @Test func mismatchedContentIsRefused() throws {
    #expect(try refusal { $0.metadata = [:] }.contains("not a model of ednet"))
    #expect(try refusal { $0.metadata["format_version"] = "3" }.contains("version \"3\""))
    #expect(try refusal { $0.metadata["network"] = nil }.contains("no network"))
    #expect(try refusal { $0.metadata["network"] = "{" }.contains("cannot be read"))
    #expect(
      try refusal { $0.tensors.removeLast() }.contains(
        "the tensor layers.4.bias of its network is missing"
      )
    )
    #expect(try refusal { $0.tensors[0].shape = [1, 3, 3, 3] }.contains("[1, 3, 3, 3]"))
    #expect(
      try refusal { $0.tensors.append(.init(name: "more", shape: [], values: [1])) }
        .contains("no tensor more")
    )
  }

  @Test func hostileNetworksAreRefused() throws {
    for network in [
      #"{"input":[1,8,8],"layers":[{"type":"Conv2D","filters":1000000,"kernel":1000}]}"#,
      #"{"input":[1048576,1048576,1048576],"layers":[{"type":"Flatten"}]}"#,
      #"{"input":[9223372036854775807,2,2],"layers":[{"type":"Flatten"}]}"#,
      #"{"input":[1,-8,8],"layers":[{"type":"Flatten"}]}"#,
      #"{"input":[1,8,8],"layers":[{"type":"Dense","units":-1}]}"#,
      #"{"input":[1,8,8],"layers":[{"type":"Dense","units":1e30}]}"#,
      #"{"input":[1,8,8],"layers":[]}"#,
      #"{"input":[1,8,8],"layers":[{"type":"Magic"}]}"#,
      #"{"input":[1,8],"layers":[{"type":"Flatten"}]}"#,
      #"{"input":[1,8,8],"layers":[{"type":"Dense","units":2,"unit":3}]}"#,
      String(repeating: "[", count: 100_000),
    ] {
      #expect(try !refusal { $0.metadata["network"] = network }.isEmpty, "\(network.prefix(80))")
    }
  }
}
