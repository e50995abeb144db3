/// A model that cannot answer in 8 bits.
public enum QuantizationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It has no scales.
  case noScales
  /// Its scales are those of another network.
  case unfitScales
  /// Its network has no convolutions that integers can compute.
  case noIntegerForm

  /// One sentence: the cause and the remedy.
  public var description: String {
    switch self {
    case .noScales:
      "the model has no scales for 8-bit answers; add them with \"ednet calibrate --scales-only\" on labelled "
        + "patterns, or use --precision float32"
    case .unfitScales:
      "the scales for 8-bit answers in the model do not fit its network; measure them again with \"ednet calibrate "
        + "--scales-only\" on labelled patterns, or use --precision float32"
    case .noIntegerForm:
      "the network of the model cannot answer in 8 bits, which needs 3×3 convolutions with a stride of 1 and ReLU as "
        + "its first layers; use --precision float32"
    }
  }
}
