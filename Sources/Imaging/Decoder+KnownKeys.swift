import Files

extension Decoder {
  /// The container of an object in which every key must be known.
  ///
  /// - Throws: `ImagingError.unknownKey`; `DecodingError` if there is no object.
  func container(knowingOnly known: [String], of name: String) throws -> KeyedDecodingContainer<AnyKey> {
    let container = try container(keyedBy: AnyKey.self)
    if let unknown = container.firstKey(notIn: known) { throw ImagingError.unknownKey(unknown, in: name, known: known) }
    return container
  }

  /// The container of an object in which every key must be a case of `Key`.
  ///
  /// - Throws: `ImagingError.unknownKey`; `DecodingError` if there is no object.
  package func container<Key: CodingKey & CaseIterable>(
    knowingOnly keys: Key.Type,
    of name: String
  ) throws -> KeyedDecodingContainer<Key> {
    _ = try container(knowingOnly: keys.allCases.map(\.stringValue), of: name)
    return try container(keyedBy: keys)
  }
}
