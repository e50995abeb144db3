import Files

/// A parameter of a type that is stored as a JSON object: its key, its valid range, and its reading and writing.
///
/// A type lists its parameters once, in a `static let`; `check`, `decode` and `encode` work through the list.
package struct Parameter<Root>: Sendable {
  package let key: String
  private let check: @Sendable (Root) throws(ImagingError) -> Void
  private let decode: @Sendable (inout Root, KeyedDecodingContainer<AnyKey>) throws -> Void
  private let encode: @Sendable (Root, inout KeyedEncodingContainer<AnyKey>) throws -> Void

  private init<Value: Codable & SendableMetatype>(
    _ key: String,
    _ path: WritableKeyPath<Root, Value> & Sendable,
    check: @escaping @Sendable (Value) throws(ImagingError) -> Void
  ) {
    self.key = key
    self.check = { root throws(ImagingError) in try check(root[keyPath: path]) }
    decode = { root, container in root[keyPath: path] = try container.decode(Value.self, forKey: AnyKey(key)) }
    encode = { root, container in try container.encode(root[keyPath: path], forKey: AnyKey(key)) }
  }

  /// A number.
  package init<Value: Comparable & Codable & Sendable>(
    _ key: String,
    _ path: WritableKeyPath<Root, Value> & Sendable,
    in valid: ClosedRange<Value>
  ) { self.init(key, path) { value throws(ImagingError) in try ImagingError.check(key, value, in: valid) } }

  /// A range, an array of its two ends in JSON.
  package init<Bound: Comparable & Codable & Sendable>(
    _ key: String,
    _ path: WritableKeyPath<Root, ClosedRange<Bound>> & Sendable,
    in valid: ClosedRange<Bound>
  ) { self.init(key, path) { value throws(ImagingError) in try ImagingError.check(key, value, in: valid) } }

  /// A range or `null`.
  package init<Bound: Comparable & Codable & Sendable>(
    _ key: String,
    _ path: WritableKeyPath<Root, ClosedRange<Bound>?> & Sendable,
    in valid: ClosedRange<Bound>
  ) {
    self.init(key, path) { value throws(ImagingError) in if let value { try ImagingError.check(key, value, in: valid) }
    }
  }

  /// Checks that all parameters are in their valid ranges.
  ///
  /// - Throws: `ImagingError.invalidSetting`.
  package static func check(_ root: Root, _ parameters: [Self]) throws(ImagingError) {
    for parameter in parameters { try parameter.check(root) }
  }

  /// Reads the parameters that an object has; the others keep their values.
  ///
  /// - Throws: `ImagingError.unknownKey`; `DecodingError` for a value of another type.
  package static func decode(
    _ root: inout Root,
    _ parameters: [Self],
    from decoder: any Decoder,
    of name: String
  ) throws {
    let container = try decoder.container(knowingOnly: parameters.map(\.key), of: name)
    for parameter in parameters where container.contains(AnyKey(parameter.key)) {
      try parameter.decode(&root, container)
    }
  }

  /// Writes all parameters.
  package static func encode(_ root: Root, _ parameters: [Self], to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    for parameter in parameters { try parameter.encode(root, &container) }
  }
}
