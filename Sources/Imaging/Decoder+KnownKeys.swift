extension Decoder {
  /// The container of an object in which every key must be a case of `Key`.
  ///
  /// A misspelt setting would otherwise be silently replaced by its default.
  ///
  /// - Throws: `ImagingError.unknownKey`, or `DecodingError` where there is no object.
  package func container<Key: CodingKey & CaseIterable>(
    knowingOnly keys: Key.Type,
    of name: String
  ) throws -> KeyedDecodingContainer<Key> {
    let known = keys.allCases.map(\.stringValue)
    let all = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    if let unknown = all.first(where: { !known.contains($0) }) {
      throw ImagingError.unknownKey(unknown, in: name, known: known)
    }
    return try container(keyedBy: keys)
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
