/// A layer of gated recurrent units over sequences (Cho et al., EMNLP 2014), with PyTorch's conventions.
///
/// - r = σ(W_r x + b_r + U_r h + c_r), z = σ(W_z x + b_z + U_z h + c_z)
/// - n = tanh(W_n x + b_n + r ⊙ (U_n h + c_n))
/// - h ← (1 − z) ⊙ n + z ⊙ h, with h = 0 before the first step
///
/// The weights hold the gates in the order r, z, n. The two biases b and c are PyTorch's `bias_ih` and `bias_hh`.
///
/// A sequence is a shape of features × 1 × steps. If the layer is masked, the last channel of its input is a mask: 1
/// for the steps of the sequence, 0 for the padding that follows them. Padding changes neither states nor gradients,
/// and a masked layer that returns sequences passes the mask on as its last channel. An output depends on its own
/// sequence only; in training, products round differently with the size of the batch.
public struct GRU: RecurrentLayer, Equatable {
  typealias Cell = GRUCell

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

/// One step of ``GRU``.
enum GRUCell: RecurrentCell {
  static var gates: Int { 3 }
  static var hasRecurrentGradient: Bool { true }

  static func forward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    biases: (input: TensorView, recurrent: TensorView)
  ) {
    Kernels.gruForward(
      step,
      gates: views.gates,
      recurrent: views.recurrent,
      inputBias: biases.input,
      recurrentBias: biases.recurrent,
      previous: views.previousHidden,
      candidate: views.state,
      hidden: views.hidden
    )
  }

  /// da_n = dh (1 − z) (1 − n²), da_z = dh (h₋ − n) z (1 − z), da_r = da_n (U_n h₋ + c_n) r (1 − r); through r, the
  /// gradient of U_n h₋ is r da_n.
  static func backward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    gradients: RecurrentStepGradients,
    biasGradients: (input: MutableTensorView, recurrent: MutableTensorView)
  ) {
    Kernels.gruBackward(
      step,
      hiddenGradient: gradients.hidden,
      gates: views.gates,
      recurrentGradient: gradients.recurrent,
      candidate: views.state.readOnly,
      previous: views.previousHidden,
      previousGradient: gradients.previousHidden,
      biasGradients: biasGradients
    )
  }
}
