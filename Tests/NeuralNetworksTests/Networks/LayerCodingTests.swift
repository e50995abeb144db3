import Foundation
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct LayerCodingTests {
  /// Every layer, with nothing at its default.
  static let everything: [any Layer] = [
    Conv2D(
      filters: 4,
      kernel: Extent2D(height: 3, width: 5),
      stride: Extent2D(height: 1, width: 2),
      padding: .circular,
      bias: false,
      activation: .leakyReLU
    ),
    BatchNormalization(momentum: 0.3, epsilon: 1e-4),
    Activation(.silu),
    MaxPool2D(size: 3, stride: 2, padding: .same),
    AveragePool2D(size: 2, stride: 1, padding: .circular),
    GroupNormalization(groups: 2, epsilon: 1e-3),
    Residual(
      body: [
        Conv2D(filters: 4, kernel: 3), Residual(body: [Flatten()], shortcut: [], activation: .relu),
        Conv2D(filters: 6, kernel: 1),
      ],
      shortcut: [Flatten(), Conv2D(filters: 6, kernel: 1)],
      activation: .softplus
    ),
    Dropout(rate: 0.25),
    GlobalAveragePool2D(),
    Flatten(),
    Dense(units: 3, bias: false, activation: .sigmoid),
    Parallel(first: [Dense(units: 2)], second: [Flatten(), Dense(units: 1)]),
    GRU(units: 2, bidirectional: true, sequences: true, masked: true),
    LSTM(units: 3, bidirectional: true, sequences: true, masked: true),
  ]

  // A residual flattens only a flat input.
  static let input = Shape(channels: 3, height: 2, width: 2)

  private func decode(_ text: String) throws -> Network {
    try JSONDecoder().decode(Network.self, from: Data(text.utf8))
  }

  private func layer(_ text: String) throws -> any Layer {
    try JSONDecoder().decode(AnyLayer.self, from: Data(text.utf8)).layer
  }

  /// The decoder's error for one layer.
  private func complaint(_ text: String) -> String {
    do {
      return "no complaint about \(try layer(text))"
    } catch let error as DecodingError {
      return "\(error)"
    } catch {
      return "not a DecodingError: \(error)"
    }
  }

  @Test func everyLayerSurvivesJSON() throws {
    #expect(
      Set(Self.everything.map { type(of: $0).typeName })
        == Set(LayerCatalog.ownTypes.map { $0.typeName })
    )
    let network = try Network(input: Self.input, layers: Self.everything)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(network)
    let again = try JSONDecoder().decode(Network.self, from: data)
    #expect(again.input == network.input)
    #expect(again.layers.map { "\($0)" } == network.layers.map { "\($0)" })
    #expect(try encoder.encode(again) == data)
    #expect(again.plan.parameters == network.plan.parameters)
    // The same answers too.
    let x = (0..<Self.input.count).map { Float($0) / 7 }
    let outputs = [network, again].map { Predictor(Model($0, seed: 1)).output(for: x) }
    #expect(outputs[0] == outputs[1])
  }

  @Test func missingKeysHaveDefaults() throws {
    let expected: [(String, any Layer)] = [
      (#"{"type": "Conv2D", "filters": 2, "kernel": 3}"#, Conv2D(filters: 2, kernel: 3)),
      (#"{"type": "Dense", "units": 2}"#, Dense(units: 2)),
      (#"{"type": "MaxPool2D", "size": [2, 3]}"#, MaxPool2D(size: Extent2D(height: 2, width: 3))),
      (#"{"type": "AveragePool2D", "size": 2}"#, AveragePool2D(size: 2)),
      (#"{"type": "BatchNormalization"}"#, BatchNormalization()),
      (#"{"type": "GroupNormalization", "groups": 2}"#, GroupNormalization(groups: 2)),
      (#"{"type": "GRU", "units": 2}"#, GRU(units: 2)), (#"{"type": "LSTM", "units": 2}"#, LSTM(units: 2)),
      (
        #"{"type": "Residual", "body": [{"type": "Flatten"}]}"#,
        Residual(body: [Flatten()], shortcut: [], activation: .identity)
      ),
    ]
    for (text, layer) in expected {
      #expect(try "\(self.layer(text))" == "\(layer)")
    }
  }

  @Test func unknownLayerErrorListsAllLayers() {
    let text = complaint(#"{"type": "Conv3D", "filters": 2}"#)
    #expect(text.contains("there is no layer \"Conv3D\""))
    #expect(text.contains("Conv2D, Dense, Dropout"))
  }

  @Test func refusesAnUnknownKey() {
    for (text, key, known) in [
      (#"{"type": "Conv2D", "filters": 2, "kernel": 3, "strides": 2}"#, "strides", "stride"),
      (#"{"type": "Flatten", "units": 2}"#, "units", "none"),
      (#"{"type": "Residual", "body": [], "skip": []}"#, "skip", "shortcut"),
      (#"{"type": "GRU", "units": 2, "layers": 2}"#, "layers", "bidirectional"),
      (#"{"type": "LSTM", "units": 2, "mask": true}"#, "mask", "masked"),
    ] {
      let complaint = complaint(text)
      #expect(complaint.contains("unknown key"))
      #expect(complaint.contains(key))
      #expect(complaint.contains(known))
      #expect(!complaint.contains("not a DecodingError"))
    }
  }

  @Test(arguments: [
    (#"{"type": "Conv2D", "kernel": 3}"#, "filters"), (#"{"type": "Dense"}"#, "units"),
    (#"{"type": "GRU"}"#, "units"), (#"{"type": "LSTM"}"#, "units"), (#"{"type": "Dropout"}"#, "rate"),
    (#"{"type": "Residual"}"#, "body"),
    (#"{"type": "Activation"}"#, "function"), (#"{"type": "MaxPool2D"}"#, "size"),
    (#"{"type": "GroupNormalization"}"#, "groups"), (#"{"filters": 3}"#, "type"),
  ]) func missingRequiredKeyIsNamed(text: String, key: String) {
    let complaint = complaint(text)
    #expect(complaint.contains(key))
    #expect(!complaint.contains("no complaint") && !complaint.contains("not a DecodingError"))
  }

  @Test(arguments: [
    #"{"type": "Conv2D", "filters": "two", "kernel": 3}"#,
    #"{"type": "Conv2D", "filters": 2.5, "kernel": 3}"#,
    #"{"type": "Conv2D", "filters": 1e99, "kernel": 3}"#,
    #"{"type": "Conv2D", "filters": 2, "kernel": 3, "padding": "reflect"}"#,
    #"{"type": "Dense", "units": 2, "activation": "gelu"}"#, #"{"type": "Dropout", "rate": 1e99}"#,
    #"{"type": 3}"#, #"[]"#, #"null"#, #""Flatten""#, #"{"type": "Residual", "body": 3}"#,
    #"{"type": "Residual", "body": [{"type": "Residual", "body": [{"type": "?"}]}]}"#,
  ]) func refusesWrongValues(text: String) {
    #expect(throws: DecodingError.self) { try layer(text) }
  }

  @Test(arguments: [
    #"{"type": "Conv2D", "filters": 9223372036854775807, "kernel": 3}"#,
    #"{"type": "Conv2D", "filters": -1, "kernel": 3}"#,
    #"{"type": "Conv2D", "filters": 1048576, "kernel": 1024}"#,
    #"{"type": "Conv2D", "filters": 1, "kernel": 9223372036854775807}"#,
    #"{"type": "Conv2D", "filters": 1, "kernel": 3, "stride": 9223372036854775807}"#,
    #"{"type": "Conv2D", "filters": 1, "kernel": -3}"#,
    #"{"type": "Conv2D", "filters": 1, "kernel": [-9223372036854775808, 1]}"#,
    #"{"type": "Dense", "units": 9223372036854775807}"#, #"{"type": "Dense", "units": -7}"#,
    #"{"type": "MaxPool2D", "size": 0}"#, #"{"type": "MaxPool2D", "size": 2, "stride": -1}"#,
    #"{"type": "AveragePool2D", "size": 9223372036854775807, "padding": "same"}"#,
    #"{"type": "GroupNormalization", "groups": -9223372036854775808}"#,
    #"{"type": "Dropout", "rate": 1}"#, #"{"type": "BatchNormalization", "momentum": 7}"#,
    #"{"type": "Residual", "body": []}"#,
    #"{"type": "Residual", "body": [{"type": "Conv2D", "filters": 1048576, "kernel": 1024}, "#
      + #"{"type": "Flatten"}, {"type": "Dense", "units": 1048576}], "#
      + #""shortcut": [{"type": "Dense", "units": 1048576}]}"#,
  ]) func aHostileLayerIsAnErrorNotATrap(layer: String) {
    #expect(throws: ShapeError.self) {
      try decode(#"{"input": [2, 64, 64], "layers": [\#(layer)]}"#)
    }
  }

  @Test(arguments: [
    "[1, 9223372036854775807, 2]", "[-1, -1, 1]", "[0, 1, 1]", "[1048576, 1048576, 1048576]",
  ]) func aHostileInputIsAnErrorNotATrap(input: String) {
    #expect(throws: ShapeError.self) {
      try decode(#"{"input": \#(input), "layers": [{"type": "Flatten"}]}"#)
    }
  }

  @Test(arguments: [100, 250, 600, 10_000]) func deepNestingIsAnErrorNotATrap(depth: Int) throws {
    let open = String(repeating: #"{"type": "Residual", "body": ["#, count: depth)
    let close = String(repeating: "]}", count: depth)
    let text = #"{"input": [1, 1, 1], "layers": [\#(open){"type": "Flatten"}\#(close)]}"#
    do {
      // So few that the stack holds them: a sound network.
      #expect(try decode(text).output == Shape(features: 1))
      #expect(depth < 600)
    } catch is DecodingError {
      #expect(depth > 200)
    }
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"input": [1, 1, 1]}"#, #"{"layers": []}"#])
  func aBrokenNetworkIsAnError(text: String) {
    #expect(throws: DecodingError.self) { try decode(text) }
  }

  @Test(arguments: ["layres", "type", "name"])
  func networkRefusesAnUnknownKey(key: String) throws {
    let layers = #""layers": [{"type": "Flatten"}]"#
    #expect(try decode(#"{"input": [1, 1, 1], \#(layers)}"#).layers.count == 1)
    let error = try #require(throws: DecodingError.self) {
      try decode(#"{"input": [1, 1, 1], \#(layers), "\#(key)": 1}"#)
    }
    #expect("\(error)".contains("unknown key"))
    #expect("\(error)".contains(key))
    #expect("\(error)".contains("a network knows input, layers"))
  }
}
