/// What a window meets beyond the border of a map.
public enum Padding: String, Codable, Sendable, CaseIterable {
  /// Zeros (for pooling: nothing), so many that the output has ⌈input / stride⌉ positions.
  ///
  /// Of an odd number the greater half lies after the map.
  case same
  /// Windows lie inside: ⌊(input − kernel) / stride⌋ + 1 positions.
  case valid
  /// As many positions as `same`; the map goes on from its other side.
  case circular
}
