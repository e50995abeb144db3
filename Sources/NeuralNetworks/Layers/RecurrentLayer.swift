/// A recurrent layer over sequences of features × 1 × steps.
protocol RecurrentLayer: Layer {
  associatedtype Cell: RecurrentCell
  var units: Int { get }
  var bidirectional: Bool { get }
  var sequences: Bool { get }
  var masked: Bool { get }
  init(units: Int, bidirectional: Bool, sequences: Bool, masked: Bool)
}

extension RecurrentLayer {
  private var recurrence: Recurrence<Cell> {
    Recurrence(units: units, bidirectional: bidirectional, sequences: sequences, masked: masked)
  }

  /// The code that creates it.
  public var description: String { recurrence.description(Self.typeName) }

  /// `units` features of each direction, for each step if the layer returns sequences.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    try recurrence.outputShape(of: self, for: input)
  }

  /// `inputWeight` of [gates · units, features], `recurrentWeight` of [gates · units, units], `inputBias` and
  /// `recurrentBias` of [gates · units]; the same with `reverse` in front for the second direction.
  ///
  /// This is the order of PyTorch's parameters of one layer.
  public func parameters(for input: Shape) -> [ParameterSpecification] { recurrence.parameters(for: input) }

  /// Inputs, gates and states of all steps.
  public func memory(for input: Shape) -> MemoryRequirements { recurrence.memory(for: input) }

  /// gates · units × (features + units) for each step and direction.
  public func multiplyAdds(for input: Shape) -> Int { recurrence.multiplyAdds(for: input) }

  /// The states of all steps, one after the other.
  public func forward(_ pass: ForwardPass) { recurrence.forward(pass) }

  /// Backpropagation through all steps.
  public func backward(_ pass: BackwardPass) { recurrence.backward(pass) }
}
