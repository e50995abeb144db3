import NeuralNetworks

/// The numbers in which a classifier computes its answers.
public enum Precision: String, CaseIterable, Sendable {
  /// Floating point of 32 bits.
  case float32
  /// Integers of 8 bits in the convolutions, floating point in the other layers.
  case int8
  /// `int8` if the model has scales and the processor multiplies bytes faster than floats (VNNI), else `float32`.
  case automatic
}

extension Classifier {
  /// All networks, the first one first.
  package var networks: [Model] { [model] + (ensemble?.others ?? []) }

  /// The precision of the answers, `float32` or `int8`, which is no part of the model file; see ``answering(in:)``.
  ///
  /// It becomes `float32` when `model`, `ensemble` or `quantization` is set.
  public var precision: Precision { integerNetworks == nil ? .float32 : .int8 }

  /// The networks as a precision computes them.
  var networksForInference: [Model] { integerNetworks ?? networks }

  /// Returns the classifier with answers of another precision.
  ///
  /// - Parameter precision: the precision; `automatic` becomes one of the others.
  /// - Returns: the same networks.
  /// - Throws: `QuantizationError` if it is `int8` and the model cannot answer so.
  public func answering(in precision: Precision) throws(QuantizationError) -> Classifier {
    var classifier = self
    classifier.integerNetworks = nil
    switch precision {
    case .float32: return classifier
    case .automatic where quantization == nil || !Model.hasFastIntegers: return classifier
    case .automatic, .int8: break
    }
    classifier.integerNetworks = quantization?.quantized(networks)
    if classifier.precision == .int8 { return classifier }
    guard networks.allSatisfy(\.isQuantizable) else { throw .noIntegerForm }
    throw quantization == nil ? .noScales : .unfitScales
  }
}
