// How layers stand in JSON: {"type": "Conv2D", "filters": 16, "kernel": 3, …}; what is left out has
// its default, and a key that the layer does not know is an error rather than a silent nothing.

/// A key of any name.
struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init(_ name: String) { stringValue = name }
  init?(intValue: Int) { nil }
}

/// One layer of any type, as it stands in a file.
struct AnyLayer: Codable {
  let layer: any Layer

  init(_ layer: any Layer) { self.layer = layer }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    let name = try container.decode(String.self, forKey: AnyKey("type"))
    guard let type = LayerCatalog.type(named: name) else {
      let known = LayerCatalog.types.map(LayerCatalog.name(of:)).joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: AnyKey("type"),
        in: container,
        debugDescription: "there is no layer \"\(name)\"; there are \(known)"
      )
    }
    layer = try type.init(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(LayerCatalog.name(of: Swift.type(of: layer)), forKey: AnyKey("type"))
    try layer.encode(to: encoder)
  }
}

extension KeyedDecodingContainer<AnyKey> {
  /// Throws where there is a key beside those that `object` knows, and beside its `tag`.
  func refuseKeys(unknownTo object: String, knowing keys: [String], tag: String? = nil) throws {
    for key in allKeys.map(\.stringValue) where key != tag && !keys.contains(key) {
      throw DecodingError.dataCorruptedError(
        forKey: AnyKey(key),
        in: self,
        debugDescription: "unknown key \"\(key)\"; \(object) knows "
          + (keys.isEmpty ? "none" : keys.joined(separator: ", "))
      )
    }
  }
}

/// Reads the values of one layer, and refuses keys that nobody asked for.
struct LayerDecoder {
  private let container: KeyedDecodingContainer<AnyKey>

  init(_ decoder: any Decoder, keys: [String]) throws {
    container = try decoder.container(keyedBy: AnyKey.self)
    try container.refuseKeys(unknownTo: "this layer", knowing: keys, tag: "type")
  }

  /// A value that must be there.
  func required<Value: Decodable>(_ key: String) throws -> Value {
    try container.decode(Value.self, forKey: AnyKey(key))
  }

  /// A value that may be left out.
  func optional<Value: Decodable>(_ key: String, _ fallback: Value) throws -> Value {
    try container.decodeIfPresent(Value.self, forKey: AnyKey(key)) ?? fallback
  }
}

extension Activation {
  /// Reads `function`.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["function"])
    self.init(try values.required("function"))
  }
}

extension BatchNormalization {
  /// Reads `momentum` and `epsilon` where they are given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["momentum", "epsilon"])
    self.init(
      momentum: try values.optional("momentum", 0.1),
      epsilon: try values.optional("epsilon", 1e-5)
    )
  }
}

extension Conv2D {
  /// Reads `filters` and `kernel`, and the others where they are given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(
      decoder,
      keys: ["filters", "kernel", "stride", "padding", "bias", "activation"]
    )
    self.init(
      filters: try values.required("filters"),
      kernel: try values.required("kernel"),
      stride: try values.optional("stride", 1),
      padding: try values.optional("padding", .same),
      bias: try values.optional("bias", true),
      activation: try values.optional("activation", .identity)
    )
  }
}

extension Dense {
  /// Reads `units`, and `bias` and `activation` where they are given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["units", "bias", "activation"])
    self.init(
      units: try values.required("units"),
      bias: try values.optional("bias", true),
      activation: try values.optional("activation", .identity)
    )
  }
}

extension Dropout {
  /// Reads `rate`.
  public init(from decoder: any Decoder) throws {
    self.init(rate: try LayerDecoder(decoder, keys: ["rate"]).required("rate"))
  }
}

extension Flatten {
  /// Reads nothing.
  public init(from decoder: any Decoder) throws {
    _ = try LayerDecoder(decoder, keys: [])
    self.init()
  }
}

extension Parallel {
  /// Reads `first` and `second`.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["first", "second"])
    let first: [AnyLayer] = try values.required("first")
    let second: [AnyLayer] = try values.required("second")
    self.init(first: first.map(\.layer), second: second.map(\.layer))
  }

  /// Writes `first` and `second`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(first.map(AnyLayer.init), forKey: AnyKey("first"))
    try container.encode(second.map(AnyLayer.init), forKey: AnyKey("second"))
  }
}

extension GlobalAveragePool2D {
  /// Reads nothing.
  public init(from decoder: any Decoder) throws {
    _ = try LayerDecoder(decoder, keys: [])
    self.init()
  }
}

extension GroupNormalization {
  /// Reads `groups`, and `epsilon` where it is given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["groups", "epsilon"])
    self.init(
      groups: try values.required("groups"),
      epsilon: try values.optional("epsilon", 1e-5)
    )
  }
}

extension PoolingLayer {
  /// Reads `size`, and `stride` and `padding` where they are given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["size", "stride", "padding"])
    let size: Extent2D = try values.required("size")
    self.init(
      size: size,
      stride: try values.optional("stride", size),
      padding: try values.optional("padding", .valid)
    )
  }
}

extension Residual {
  /// Reads `body`, and `shortcut` and `activation` where they are given.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["body", "shortcut", "activation"])
    let body: [AnyLayer] = try values.required("body")
    let shortcut: [AnyLayer] = try values.optional("shortcut", [])
    self.init(
      body: body.map(\.layer),
      shortcut: shortcut.map(\.layer),
      activation: try values.optional("activation", .identity)
    )
  }

  /// Writes `body`, `shortcut` and `activation`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(body.map(AnyLayer.init), forKey: AnyKey("body"))
    try container.encode(shortcut.map(AnyLayer.init), forKey: AnyKey("shortcut"))
    try container.encode(activation, forKey: AnyKey("activation"))
  }
}
