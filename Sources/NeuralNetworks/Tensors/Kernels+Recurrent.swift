// One of the few files with unsafe code: the calls into CKernels.
import CKernels

/// One step of a recurrent layer: the sequences that have it, and those of them that have the step before it.
struct RecurrentStep {
  /// The number of sequences that have the step.
  let rows: Int
  /// The number of those, the first ones, that have a previous step.
  let known: Int
  /// The number of units.
  let units: Int

  fileprivate var raw: EdnetRecurrentStep { EdnetRecurrentStep(rows: rows, known: known, units: units) }

  /// Checks the lengths of views of all rows, and of views of the known rows, in units.
  fileprivate func check(_ views: [(count: Int, parts: Int)], known knownViews: [(count: Int, parts: Int)]) -> Bool {
    known <= rows && views.allSatisfy { $0.count == rows * units * $0.parts }
      && knownViews.allSatisfy { $0.count == known * units * $0.parts }
  }
}

extension Kernels {
  /// A step of a gated recurrent unit; see ``GRU``.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - gates: W x, replaced by r, z and n.
  ///   - recurrent: W h of the previous step, for the known rows.
  ///   - inputBias: the bias of W x.
  ///   - recurrentBias: the bias of W h.
  ///   - previous: h of the previous step, for the known rows.
  ///   - candidate: receives the third part of W h with its bias.
  ///   - hidden: receives h.
  static func gruForward(
    _ step: RecurrentStep,
    gates: MutableTensorView,
    recurrent: TensorView,
    inputBias: TensorView,
    recurrentBias: TensorView,
    previous: TensorView,
    candidate: MutableTensorView,
    hidden: MutableTensorView
  ) {
    assert(
      step.check(
        [(gates.count, 3), (candidate.count, 1), (hidden.count, 1)],
        known: [(recurrent.count, 3), (previous.count, 1)]
      )
    )
    var raw = step.raw
    unsafe current.gruForward(
      &raw,
      gates.base,
      recurrent.base,
      inputBias.base,
      recurrentBias.base,
      previous.base,
      candidate.base,
      hidden.base
    )
  }

  /// The gradients of `gruForward`.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - hiddenGradient: the gradient of h.
  ///   - gates: r, z and n, replaced by the gradient of W x.
  ///   - recurrentGradient: receives the gradient of W h.
  ///   - candidate: that of the forward step.
  ///   - previous: h of the previous step, for the known rows.
  ///   - previousGradient: its gradient, to which the part that does not go through W h is added.
  ///   - biasGradients: the gradients of both biases, to be added to.
  static func gruBackward(
    _ step: RecurrentStep,
    hiddenGradient: TensorView,
    gates: MutableTensorView,
    recurrentGradient: MutableTensorView,
    candidate: TensorView,
    previous: TensorView,
    previousGradient: MutableTensorView,
    biasGradients: (input: MutableTensorView, recurrent: MutableTensorView)
  ) {
    assert(
      step.check(
        [(gates.count, 3), (recurrentGradient.count, 3), (candidate.count, 1), (hiddenGradient.count, 1)],
        known: [(previous.count, 1), (previousGradient.count, 1)]
      )
    )
    var raw = step.raw
    unsafe current.gruBackward(
      &raw,
      hiddenGradient.base,
      gates.base,
      recurrentGradient.base,
      candidate.base,
      previous.base,
      previousGradient.base,
      biasGradients.input.base,
      biasGradients.recurrent.base
    )
  }

  /// A step of a long short-term memory; see ``LSTM``.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - gates: W x, replaced by i, f, g and o.
  ///   - recurrent: W h of the previous step, for the known rows.
  ///   - inputBias: the bias of W x.
  ///   - recurrentBias: the bias of W h.
  ///   - previousCell: c of the previous step, for the known rows.
  ///   - cell: receives c.
  ///   - hidden: receives h.
  static func lstmForward(
    _ step: RecurrentStep,
    gates: MutableTensorView,
    recurrent: TensorView,
    inputBias: TensorView,
    recurrentBias: TensorView,
    previousCell: TensorView,
    cell: MutableTensorView,
    hidden: MutableTensorView
  ) {
    assert(
      step.check(
        [(gates.count, 4), (cell.count, 1), (hidden.count, 1)],
        known: [(recurrent.count, 4), (previousCell.count, 1)]
      )
    )
    var raw = step.raw
    unsafe current.lstmForward(
      &raw,
      gates.base,
      recurrent.base,
      inputBias.base,
      recurrentBias.base,
      previousCell.base,
      cell.base,
      hidden.base
    )
  }

  /// The gradients of `lstmForward`.
  ///
  /// - Parameters:
  ///   - step: the step.
  ///   - hiddenGradient: the gradient of h.
  ///   - gates: i, f, g and o, replaced by the gradient of W x, which is that of W h.
  ///   - cell: c of this step.
  ///   - previousCell: c of the previous step, for the known rows.
  ///   - cellGradient: the gradient of c from later steps, replaced by that of the previous c.
  ///   - biasGradients: the gradients of both biases, to be added to.
  static func lstmBackward(
    _ step: RecurrentStep,
    hiddenGradient: TensorView,
    gates: MutableTensorView,
    cell: TensorView,
    previousCell: TensorView,
    cellGradient: MutableTensorView,
    biasGradients: (input: MutableTensorView, recurrent: MutableTensorView)
  ) {
    assert(
      step.check(
        [(gates.count, 4), (cell.count, 1), (hiddenGradient.count, 1), (cellGradient.count, 1)],
        known: [(previousCell.count, 1)]
      )
    )
    var raw = step.raw
    unsafe current.lstmBackward(
      &raw,
      hiddenGradient.base,
      gates.base,
      cell.base,
      previousCell.base,
      cellGradient.base,
      biasGradients.input.base,
      biasGradients.recurrent.base
    )
  }
}
