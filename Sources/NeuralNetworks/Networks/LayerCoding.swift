import Files

// Layers in JSON: {"type": "Conv2D", "filters": 16, "kernel": 3, …}. A missing key has its default; an unknown key is
// an error.

/// One layer of any type, as files hold it.
///
/// A container layer encodes its branches as lists of these.
public struct AnyLayer: Codable, Sendable {
  /// The layer.
  public let layer: any Layer

  /// Wraps a layer.
  public init(_ layer: any Layer) { self.layer = layer }

  /// Reads a layer of the library or one registered with ``LayerCatalog/register(_:)``.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    let name = try container.decode(String.self, forKey: "type")
    guard let type = LayerCatalog.type(named: name) else {
      let known = LayerCatalog.types.map { $0.typeName }.joined(separator: ", ")
      throw DecodingError.dataCorruptedError(
        forKey: "type",
        in: container,
        debugDescription: "there is no layer \"\(name)\"; the known layers are \(known)"
      )
    }
    layer = try type.init(from: decoder)
  }

  /// Writes the name of the type, and the layer's own keys.
  ///
  /// - Throws: `EncodingError` for a type that is not registered, since no program could read it back.
  public func encode(to encoder: any Encoder) throws {
    let type = Swift.type(of: layer)
    guard let known = LayerCatalog.type(named: type.typeName), known == type else {
      throw EncodingError.invalidValue(
        layer,
        EncodingError.Context(
          codingPath: encoder.codingPath,
          debugDescription: "the layer \(type) is not registered; call LayerCatalog.register(\(type).self) first"
        )
      )
    }
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(type.typeName, forKey: "type")
    try layer.encode(to: encoder)
  }
}

/// Reads the keys of one layer and rejects unknown ones.
public struct LayerDecoder {
  private let container: KeyedDecodingContainer<AnyKey>

  /// Opens the object of a layer.
  ///
  /// - Parameters:
  ///   - decoder: the decoder of the layer's `init(from:)`.
  ///   - keys: the keys that the layer has, without `type`.
  /// - Throws: `DecodingError` for another key.
  public init(_ decoder: any Decoder, keys: [String]) throws {
    container = try decoder.container(keyedBy: AnyKey.self)
    try container.rejectKeys(except: ["type"] + keys, of: "this layer", listing: keys)
  }

  /// A value that must be present.
  public func required<Value: Decodable>(_ key: String) throws -> Value {
    try container.decode(Value.self, forKey: AnyKey(key))
  }

  /// A value that may be missing.
  public func optional<Value: Decodable>(_ key: String, _ fallback: Value) throws -> Value {
    try container.decodeIfPresent(Value.self, forKey: AnyKey(key)) ?? fallback
  }

  /// The layers of a branch; a missing branch is empty.
  public func layers(_ key: String) throws -> [any Layer] { try optional(key, [AnyLayer]()).map(\.layer) }
}

extension KeyedDecodingContainer<AnyKey> {
  /// Throws `DecodingError` for a key that is not known; the error lists `listing`.
  func rejectKeys(except known: [String], of object: String, listing: [String]) throws {
    guard let unknown = firstKey(notIn: known) else { return }
    throw DecodingError.dataCorruptedError(
      forKey: AnyKey(unknown),
      in: self,
      debugDescription: "unknown key \"\(unknown)\"; \(object) knows "
        + (listing.isEmpty ? "none" : listing.joined(separator: ", "))
    )
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
  /// Reads `momentum` and `epsilon` if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["momentum", "epsilon"])
    self.init(momentum: try values.optional("momentum", 0.1), epsilon: try values.optional("epsilon", 1e-5))
  }
}

extension Conv2D {
  /// Reads `filters` and `kernel`, and the rest if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["filters", "kernel", "stride", "padding", "bias", "activation"])
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
  /// Reads `units`, and `bias` and `activation` if present.
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
  /// Reads `first`, `second`, and `connection` if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["first", "second", "connection"])
    let first: [AnyLayer] = try values.required("first")
    let second: [AnyLayer] = try values.required("second")
    self.init(
      connection: try values.optional("connection", .concatenation),
      first: first.map(\.layer),
      second: second.map(\.layer)
    )
  }

  /// Writes `first`, `second` and `connection`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(first.map(AnyLayer.init), forKey: "first")
    try container.encode(second.map(AnyLayer.init), forKey: "second")
    try container.encode(connection, forKey: "connection")
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
  /// Reads `groups`, and `epsilon` if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["groups", "epsilon"])
    self.init(groups: try values.required("groups"), epsilon: try values.optional("epsilon", 1e-5))
  }
}

extension PoolingLayer {
  /// Reads `size`, and `stride` and `padding` if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["size", "stride", "padding"])
    let size: Extent2D = try values.required("size")
    self.init(size: size, stride: try values.optional("stride", size), padding: try values.optional("padding", .valid))
  }
}

extension RecurrentLayer {
  /// Reads `units`, and the rest if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["units", "bidirectional", "sequences", "masked"])
    self.init(
      units: try values.required("units"),
      bidirectional: try values.optional("bidirectional", false),
      sequences: try values.optional("sequences", false),
      masked: try values.optional("masked", false)
    )
  }
}

extension Residual {
  /// Reads `body`, and `shortcut` and `activation` if present.
  public init(from decoder: any Decoder) throws {
    let values = try LayerDecoder(decoder, keys: ["body", "shortcut", "activation"])
    let body: [AnyLayer] = try values.required("body")
    self.init(
      body: body.map(\.layer),
      shortcut: try values.layers("shortcut"),
      activation: try values.optional("activation", .identity)
    )
  }

  /// Writes `body`, `shortcut` and `activation`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(body.map(AnyLayer.init), forKey: "body")
    try container.encode(shortcut.map(AnyLayer.init), forKey: "shortcut")
    try container.encode(activation, forKey: "activation")
  }
}
