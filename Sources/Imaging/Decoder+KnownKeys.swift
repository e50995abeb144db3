import Files

extension Decoder {
  /// The container of an object in which every key must be a case of `Key`.
  ///
  /// - Throws: `ImagingError.unknownKey`; `DecodingError` if there is no object.
  package func container<Key: CodingKey & CaseIterable>(
    knowingOnly keys: Key.Type,
    of name: String
  ) throws -> KeyedDecodingContainer<Key> {
    let known = keys.allCases.map(\.stringValue)
    if let unknown = try container(keyedBy: AnyKey.self).firstKey(notIn: known) {
      throw ImagingError.unknownKey(unknown, in: name, known: known)
    }
    return try container(keyedBy: keys)
  }
}
