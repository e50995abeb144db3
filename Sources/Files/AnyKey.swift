/// A coding key of any name, for objects whose keys must be checked.
package struct AnyKey: CodingKey, ExpressibleByStringLiteral {
  /// The name.
  package let stringValue: String
  /// Always nil.
  package var intValue: Int? { nil }

  /// Creates the key of a name.
  package init(_ name: String) { stringValue = name }
  /// Creates the key of a name.
  package init(stringValue: String) { self.init(stringValue) }
  /// Creates the key of a name.
  package init(stringLiteral: String) { self.init(stringLiteral) }
  /// Always nil: a key is never an index.
  package init?(intValue: Int) { nil }
}

extension KeyedDecodingContainer<AnyKey> {
  /// The first key, in alphabetical order, that is not in a list; nil if there is none.
  ///
  /// A misspelt key would otherwise silently leave a value at its default.
  package func firstKey(notIn known: [String]) -> String? {
    allKeys.map(\.stringValue).filter { !known.contains($0) }.min()
  }
}
