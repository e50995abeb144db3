/// The arithmetic of one step of a recurrent layer, besides the products with its weights.
protocol RecurrentCell {
  /// The number of gates, each of which has a row of weights for each unit.
  static var gates: Int { get }
  /// True if the gradients of W x and W h differ.
  static var hasRecurrentGradient: Bool { get }

  /// Computes h and the state that the backward step needs, and replaces W x by the gates.
  static func forward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    biases: (input: TensorView, recurrent: TensorView)
  )
  /// Replaces the gates by the gradient of W x and adds to the other gradients.
  static func backward(
    _ step: RecurrentStep,
    _ views: RecurrentStepViews,
    gradients: RecurrentStepGradients,
    biasGradients: (input: MutableTensorView, recurrent: MutableTensorView)
  )
}

/// The rows of one step; those of the previous step are its known ones.
struct RecurrentStepViews {
  /// W x, then the gates.
  let gates: MutableTensorView
  /// W h of the known rows; used forward only.
  let recurrent: TensorView
  /// The cell's own state: c of ``LSTM``, the recurrent part of the candidate of ``GRU``.
  let state: MutableTensorView
  let hidden: MutableTensorView
  let previousState: TensorView
  let previousHidden: TensorView
}

/// The gradients of the rows of one step.
struct RecurrentStepGradients {
  let hidden: TensorView
  /// That of W h, if it differs from that of W x.
  let recurrent: MutableTensorView
  /// That of h of the previous step, to be added to.
  let previousHidden: MutableTensorView
  /// That of c, from step to step.
  let cell: MutableTensorView
}

/// A recurrent layer with any cell: packing, products with weights, directions and outputs.
///
/// The products of all inputs are one matrix product, as are those of each step with the previous states, of all
/// sequences together.
struct Recurrence<Cell: RecurrentCell> {
  let units: Int
  let bidirectional: Bool, sequences: Bool, masked: Bool

  private var directions: Int { bidirectional ? 2 : 1 }
  private var gateCount: Int { Cell.gates * units }

  private func features(_ input: Shape) -> Int { input.channels - (masked ? 1 : 0) }

  // MARK: Description

  func description(_ name: String) -> String {
    "\(name)(units: \(units)" + (bidirectional ? ", bidirectional: true" : "")
      + (sequences ? ", sequences: true" : "") + (masked ? ", masked: true" : "") + ")"
  }

  func outputShape(of layer: some Layer, for input: Shape) throws(ShapeError) -> Shape {
    guard units > 0 else { throw ShapeError(layer, "needs at least one unit") }
    guard units <= LayerLimits.extent / 2 else {
      throw ShapeError(layer, "has more than \(LayerLimits.extent / 2) units")
    }
    guard input.height == 1 else {
      throw ShapeError(layer, "takes sequences, features×1×steps, not \(input)")
    }
    guard features(input) > 0 else {
      throw ShapeError(layer, "takes the last channel as the mask, but \(input) has no other channel")
    }
    return sequences
      ? Shape(channels: directions * units + (masked ? 1 : 0), height: 1, width: input.width)
      : Shape(features: directions * units)
  }

  func parameters(for input: Shape) -> [ParameterSpecification] {
    let features = features(input)
    return ["", "reverse"].prefix(directions).flatMap { direction in
      func specification(
        _ name: String,
        _ shape: [Int],
        _ initializer: Initializer,
        _ role: ParameterSpecification.Role
      )
        -> ParameterSpecification
      {
        let name = direction.isEmpty ? name : direction + name.prefix(1).uppercased() + name.dropFirst()
        return ParameterSpecification(name: name, shape: shape, initializer: initializer, role: role)
      }
      return [
        specification(
          "inputWeight",
          [gateCount, features],
          .glorotUniform(fanIn: features, fanOut: units),
          .weight
        ),
        specification("recurrentWeight", [gateCount, units], .glorotUniform(fanIn: units, fanOut: units), .weight),
        specification("inputBias", [gateCount], .zeros, .bias),
        specification("recurrentBias", [gateCount], .zeros, .bias),
      ]
    }
  }

  func memory(for input: Shape) -> MemoryRequirements {
    let (steps, features) = (input.width, features(input))
    // Rows of inputs, and of gates, states and outputs of each direction.
    let saved = steps * (features + directions * (gateCount + 2 * units))
    // W h or the gradient of W h, gradients of outputs, previous outputs and inputs of all rows; the cell's gradient.
    let scratch = steps * (gateCount + 2 * units + features) + units
    return MemoryRequirements(savedPerExample: saved, scratchPerExample: scratch)
  }

  func multiplyAdds(for input: Shape) -> Int {
    input.width * directions * gateCount * (features(input) + units)
  }

  // MARK: Passes

  /// The weights or gradients of one direction.
  private struct Parts<View> {
    let inputWeight: View, recurrentWeight: View, inputBias: View, recurrentBias: View

    init(_ direction: Int, features: Int, units: Int, gateCount: Int, part: (Range<Int>) -> View) {
      var end = direction * gateCount * (features + units + 2)
      func next(_ count: Int) -> View {
        end += count
        return part(end - count..<end)
      }
      inputWeight = next(gateCount * features)
      recurrentWeight = next(gateCount * units)
      inputBias = next(gateCount)
      recurrentBias = next(gateCount)
    }
  }

  /// The saved rows: inputs, and those of each direction.
  private struct Rows {
    let inputs: MutableTensorView
    let gates: [MutableTensorView], states: [MutableTensorView], hidden: [MutableTensorView]

    init(_ saved: MutableTensorView, rows: Int, features: Int, units: Int, gateCount: Int, directions: Int) {
      var end = 0
      func next(_ width: Int) -> MutableTensorView {
        end += rows * width
        return saved[end - rows * width..<end]
      }
      inputs = next(features)
      gates = (0..<directions).map { _ in next(gateCount) }
      states = (0..<directions).map { _ in next(units) }
      hidden = (0..<directions).map { _ in next(units) }
    }
  }

  private func rows(_ saved: MutableTensorView, _ packed: PackedSequences, _ input: Shape) -> Rows {
    Rows(
      saved,
      rows: packed.rowCount,
      features: features(input),
      units: units,
      gateCount: gateCount,
      directions: directions
    )
  }

  /// The steps of a direction in the order of time, each with the step before it and the rows that have that.
  private func course(_ direction: Int, _ packed: PackedSequences) -> [(step: Int, previous: Range<Int>)] {
    let steps = packed.counts.indices
    if direction == 0 {
      return steps.map { step in
        (step, step == 0 ? 0..<0 : packed.rows(step - 1).prefix(packed.counts[step]))
      }
    }
    // A sequence begins at its own last step, when the longer ones have begun.
    return steps.reversed().map { step in (step, step + 1 == steps.count ? 0..<0 : packed.rows(step + 1)) }
  }

  func forward(_ pass: ForwardPass) {
    let (input, output) = (pass.inputShape, pass.outputShape)
    let features = features(input)
    let packed = PackedSequences(pass.input, shape: input, examples: pass.exampleCount, masked: masked)
    let rows = rows(pass.saved, packed, input)
    packed.gather(pass.input, size: input.count, channels: 0..<features, into: rows.inputs)
    for direction in 0..<directions {
      let weights = Parts(direction, features: features, units: units, gateCount: gateCount) { pass.parameters[$0] }
      let (gates, states, hidden) = (rows.gates[direction], rows.states[direction], rows.hidden[direction])
      multiply(rows.inputs.readOnly, weights.inputWeight, rows: packed.rowCount, into: gates, pass)
      for (step, previous) in course(direction, packed) {
        let own = packed.rows(step)
        let recurrent = pass.scratch[0..<previous.count * gateCount]
        let previousHidden = hidden.rows(previous, of: units).readOnly
        if !previous.isEmpty {
          multiply(previousHidden, weights.recurrentWeight, rows: previous.count, into: recurrent, pass)
        }
        Cell.forward(
          RecurrentStep(rows: own.count, known: previous.count, units: units),
          RecurrentStepViews(
            gates: gates.rows(own, of: gateCount),
            recurrent: recurrent.readOnly,
            state: states.rows(own, of: units),
            hidden: hidden.rows(own, of: units),
            previousState: states.rows(previous, of: units).readOnly,
            previousHidden: previousHidden
          ),
          biases: (weights.inputBias, weights.recurrentBias)
        )
      }
      if sequences {
        let channels = direction * units..<(direction + 1) * units
        packed.scatter(hidden.readOnly, into: pass.output, size: output.count, channels: channels)
      } else {
        for (place, example) in packed.order.enumerated() {
          let y = pass.output(example)[direction * units..<(direction + 1) * units]
          let last = direction == 0 ? packed.lastRow(place) : packed.firstRow(place)
          if let last { y.copy(hidden.part(last, of: units).readOnly) } else { y.fill(0) }
        }
      }
    }
    guard sequences && masked else { return }
    for example in 0..<pass.exampleCount {
      pass.output(example)[output.count - output.width..<output.count].copy(
        pass.input(example)[input.count - input.width..<input.count]
      )
    }
  }

  /// The products of rows with the transposed weights.
  private func multiply(
    _ inputs: TensorView,
    _ weight: TensorView,
    rows: Int,
    into products: MutableTensorView,
    _ pass: ForwardPass
  ) {
    let columns = weight.count / gateCount
    if pass.isTraining {
      MutableMatrix(products, rows: rows, columns: gateCount).multiply(
        Matrix(inputs, rows: rows, columns: columns),
        Matrix(weight, rows: gateCount, columns: columns).transposed
      )
    } else {
      // A fixed order of summation: a prediction must not depend on the other examples of its batch.
      Kernels.matrixVector(weight, rows: gateCount, columns: columns, inputs, examples: rows, into: products)
    }
  }

  func backward(_ pass: BackwardPass) {
    let input = pass.inputShape
    let features = features(input)
    let packed = PackedSequences(pass.input, shape: input, examples: pass.exampleCount, masked: masked)
    let rows = rows(pass.saved, packed, input)
    var end = 0
    func scratch(_ count: Int) -> MutableTensorView {
      end += count
      return pass.scratch[end - count..<end]
    }
    let recurrentGradients = scratch(packed.rowCount * gateCount)
    let hiddenGradients = scratch(packed.rowCount * units)
    let previousHidden = scratch(packed.rowCount * units)
    let inputGradients = scratch(packed.rowCount * features)
    let cellGradients = scratch(pass.exampleCount * units)
    for direction in 0..<directions {
      let weights = Parts(direction, features: features, units: units, gateCount: gateCount) { pass.parameters[$0] }
      let gradients = Parts(direction, features: features, units: units, gateCount: gateCount) {
        pass.parameterGradient[$0]
      }
      let (gates, states, hidden) = (rows.gates[direction], rows.states[direction], rows.hidden[direction])
      let ownGradients = Cell.hasRecurrentGradient ? recurrentGradients : gates
      gatherOutputGradient(pass, direction, packed, into: hiddenGradients)
      cellGradients.fill(0)
      for (step, previous) in course(direction, packed).reversed() {
        let own = packed.rows(step)
        let previousGradient = hiddenGradients.rows(previous, of: units)
        let ownGradient = ownGradients.rows(own, of: gateCount)
        let before = hidden.rows(previous, of: units).readOnly
        Cell.backward(
          RecurrentStep(rows: own.count, known: previous.count, units: units),
          RecurrentStepViews(
            gates: gates.rows(own, of: gateCount),
            recurrent: .empty,
            state: states.rows(own, of: units),
            hidden: hidden.rows(own, of: units),
            previousState: states.rows(previous, of: units).readOnly,
            previousHidden: before
          ),
          gradients: RecurrentStepGradients(
            hidden: hiddenGradients.rows(own, of: units).readOnly,
            recurrent: ownGradient,
            previousHidden: previousGradient,
            cell: cellGradients[0..<own.count * units]
          ),
          biasGradients: (gradients.inputBias, gradients.recurrentBias)
        )
        // The previous states of all rows, so that one product gives the gradient of the recurrent weights.
        let aligned = previousHidden.rows(own, of: units)
        aligned[0..<before.count].copy(before)
        aligned[before.count..<aligned.count].fill(0)
        guard !previous.isEmpty else { continue }
        MutableMatrix(previousGradient, rows: previous.count, columns: units).multiply(
          Matrix(ownGradient[0..<previous.count * gateCount].readOnly, rows: previous.count, columns: gateCount),
          Matrix(weights.recurrentWeight, rows: gateCount, columns: units),
          accumulate: true
        )
      }
      guard packed.rowCount > 0 else { continue }
      let gateGradient = Matrix(gates.readOnly, rows: packed.rowCount, columns: gateCount)
      MutableMatrix(gradients.inputWeight, rows: gateCount, columns: features).multiply(
        gateGradient.transposed,
        Matrix(rows.inputs.readOnly, rows: packed.rowCount, columns: features),
        accumulate: true
      )
      MutableMatrix(gradients.recurrentWeight, rows: gateCount, columns: units).multiply(
        Matrix(ownGradients.readOnly, rows: packed.rowCount, columns: gateCount).transposed,
        Matrix(previousHidden.readOnly, rows: packed.rowCount, columns: units),
        accumulate: true
      )
      guard pass.inputGradient != nil else { continue }
      MutableMatrix(inputGradients, rows: packed.rowCount, columns: features).multiply(
        gateGradient,
        Matrix(weights.inputWeight, rows: gateCount, columns: features),
        accumulate: direction > 0
      )
    }
    guard let inputGradient = pass.inputGradient else { return }
    packed.scatter(inputGradients.readOnly, into: inputGradient, size: input.count, channels: 0..<features)
    guard masked else { return }
    for example in 0..<pass.exampleCount {
      inputGradient.part(example, of: input.count)[features * input.width..<input.count].fill(0)
    }
  }

  /// The gradients of the outputs of one direction as rows.
  private func gatherOutputGradient(
    _ pass: BackwardPass,
    _ direction: Int,
    _ packed: PackedSequences,
    into rows: MutableTensorView
  ) {
    let channels = direction * units..<(direction + 1) * units
    let size = pass.outputShape.count
    if sequences {
      packed.gather(pass.outputGradient.readOnly, size: size, channels: channels, into: rows)
      return
    }
    rows.fill(0)
    for (place, example) in packed.order.enumerated() {
      guard let last = direction == 0 ? packed.lastRow(place) : packed.firstRow(place) else { continue }
      rows.part(last, of: units).copy(pass.outputGradient(example)[channels].readOnly)
    }
  }
}

extension MutableTensorView {
  /// Some rows of a matrix with rows of `width` scalars.
  fileprivate func rows(_ rows: Range<Int>, of width: Int) -> MutableTensorView {
    self[rows.lowerBound * width..<rows.upperBound * width]
  }
}
