/// Upper bounds that keep a hostile model file from requesting excessive memory.
enum LayerLimits {
  /// The largest number of filters, units, or positions along one side.
  static let extent = 1 << 20
  /// The largest side of a window and the largest stride.
  static let window = 1 << 10
  /// The largest number of scalars in one activation, in all parameters, and in the memory for one
  /// example.
  static let scalars = 1 << 30
}
