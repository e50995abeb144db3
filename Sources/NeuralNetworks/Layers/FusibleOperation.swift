/// The operation of a layer without parameters that the previous layer can compute while its output is in the cache.
public enum FusibleOperation: Sendable, Equatable {
  /// A scalar function of each output.
  case activation(ActivationFunction)
  /// The maximum of each 2×2 square, without overlap.
  case maxPooling2x2
}
