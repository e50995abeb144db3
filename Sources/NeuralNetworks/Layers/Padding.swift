/// The values beyond the border of a map.
public enum Padding: String, Codable, Sendable, CaseIterable {
  /// Zeros (nothing for pooling), for ⌈input / stride⌉ output positions.
  ///
  /// If their number is odd, the greater half follows the map.
  case same
  /// None: ⌊(input − kernel) / stride⌋ + 1 output positions.
  case valid
  /// The opposite side of the map, for as many output positions as `same`.
  case circular
}
