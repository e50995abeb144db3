/// A layer of long short-term memory over sequences, with PyTorch's conventions.
///
/// After Hochreiter and Schmidhuber, Neural Comput. 9, 1735 (1997), with the forget gate of Gers et al., Neural Comput.
/// 12, 2451 (2000):
///
/// - i = σ(W_i x + b_i + U_i h + d_i), f = σ(W_f x + b_f + U_f h + d_f)
/// - g = tanh(W_g x + b_g + U_g h + d_g), o = σ(W_o x + b_o + U_o h + d_o)
/// - c ← f ⊙ c + i ⊙ g and h ← o ⊙ tanh c, with c = h = 0 before the first step
///
/// The weights hold the gates in the order i, f, g, o. The two biases b and d are PyTorch's `bias_ih` and `bias_hh`.
///
/// A sequence is a shape of features × 1 × steps. If the layer is masked, the last channel of its input is a mask: 1
/// for the steps of the sequence, 0 for the padding that follows them. Padding changes neither states nor gradients,
/// and a masked layer that returns sequences passes the mask on as its last channel. An output depends on its own
/// sequence only; in training, products round differently with the size of the batch.
public struct LSTM: RecurrentLayer, Equatable {
  typealias Cell = LSTMCell

  /// The number of units of each direction.
  public var units: Int
  /// True for a second direction with its own weights, from the last step of each sequence to its first.
  ///
  /// Its outputs follow those of the first direction.
  public var bidirectional: Bool
  /// True to return the states h of all steps, 0 in the padding; false for the state after the last step of each
  /// direction.
  public var sequences: Bool
  /// True if the last channel of the input is a mask.
  public var masked: Bool

  /// Creates the layer.
  public init(units: Int, bidirectional: Bool = false, sequences: Bool = false, masked: Bool = false) {
    self.units = units
    self.bidirectional = bidirectional
    self.sequences = sequences
    self.masked = masked
  }
}

/// One step of ``LSTM``.
enum LSTMCell: RecurrentCell {
  static var gates: Int { 4 }
  static var hasRecurrentGradient: Bool { false }

  static func forward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    biases: (input: TensorView, recurrent: TensorView)
  ) {
    Kernels.lstmForward(
      step,
      gates: views.gates,
      recurrent: views.recurrent,
      inputBias: biases.input,
      recurrentBias: biases.recurrent,
      previousCell: views.previousState,
      cell: views.state,
      hidden: views.hidden
    )
  }

  /// dc = dc₊ + dh o (1 − tanh² c); da_i = dc g i (1 − i), da_f = dc c₋ f (1 − f), da_g = dc i (1 − g²),
  /// da_o = dh tanh c · o (1 − o); dc₋ = dc f.
  static func backward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    gradients: RecurrentStepGradients,
    biasGradients: (input: MutableTensorView, recurrent: MutableTensorView)
  ) {
    Kernels.lstmBackward(
      step,
      hiddenGradient: gradients.hidden,
      gates: views.gates,
      cell: views.state.readOnly,
      previousCell: views.previousState,
      cellGradient: gradients.cell,
      biasGradients: biasGradients
    )
  }
}
