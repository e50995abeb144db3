/// Two branches over the same input whose outputs are joined: y = (first(x), second(x)).
///
/// For networks of several tasks over a shared trunk, each with outputs and a loss of its own (R. Caruana, Machine
/// Learning 28, 41, 1997). If it is the last layer of a network, the parameters of `second` are the last of the vector;
/// ``Model/droppingAuxiliaryHead`` cuts them off.
public struct Parallel: Layer {
  /// The operation that joins the outputs.
  public enum Connection: String, Codable, Sendable, CaseIterable {
    /// All scalars of the first output, then all of the second: features without height and width.
    case concatenation
  }

  /// The layers whose outputs come first.
  public var first: [any Layer]
  /// The layers whose outputs come second.
  public var second: [any Layer]
  /// The operation that joins the outputs.
  public var connection: Connection

  /// Creates the layer.
  public init(
    connection: Connection = .concatenation,
    @LayerBuilder first: () -> [any Layer],
    @LayerBuilder second: () -> [any Layer]
  ) { self.init(connection: connection, first: first(), second: second()) }

  /// Creates the layer from lists.
  public init(connection: Connection = .concatenation, first: [any Layer], second: [any Layer]) {
    (self.first, self.second, self.connection) = (first, second, connection)
  }

  /// The code that creates it, in one line.
  public var description: String {
    func list(_ layers: [any Layer]) -> String { layers.map { "\($0)" }.joined(separator: "; ") }
    return "Parallel { \(list(first)) } second: { \(list(second)) }"
  }

  /// `first` and `second`.
  public var branches: [(name: String, layers: [any Layer])] { [("first", first), ("second", second)] }

  /// A layer with the same connection.
  public func replacingBranches(with branches: [[any Layer]]) -> (any Layer)? {
    Parallel(connection: connection, first: branches[0], second: branches[1])
  }

  /// The features of both outputs.
  public func outputShape(for input: Shape) throws(ShapeError) -> Shape {
    var count = 0
    for (name, layers) in branches {
      guard !layers.isEmpty else { throw ShapeError(self, "the branch \"\(name)\" has no layers") }
      count += try layers.outputShape(for: input, branch: name).count
    }
    return Shape(features: count)
  }

  /// The outputs of both branches; their gradients, and the input gradient of the second.
  public func memory(for input: Shape) -> MemoryRequirements {
    let output = (try? outputShape(for: input).count) ?? 0
    return MemoryRequirements(savedPerExample: output, scratchPerExample: output + input.count)
  }

  /// Runs both branches and joins their outputs, example by example.
  public func forward(_ pass: ForwardPass) {
    var start = 0
    for branch in 0..<2 {
      let count = pass.outputShape(ofBranch: branch).count
      let output = pass.saved[start * pass.exampleCount..<(start + count) * pass.exampleCount]
      pass.run(branch: branch, into: output)
      for example in 0..<pass.exampleCount {
        pass.output(example)[start..<start + count].copy(output.readOnly.part(example, of: count))
      }
      start += count
    }
  }

  /// Each branch gets its part of the gradient; their gradients with respect to x add up.
  public func backward(_ pass: BackwardPass) {
    let gradients = pass.scratch[0..<pass.output.count]
    let secondInputGradient = pass.scratch[gradients.count..<gradients.count + pass.input.count]
    var start = 0
    for branch in 0..<2 {
      let count = pass.outputShape(ofBranch: branch).count
      let range = start * pass.exampleCount..<(start + count) * pass.exampleCount
      let gradient = gradients[range]
      for example in 0..<pass.exampleCount {
        gradient.part(example, of: count).copy(pass.outputGradient(example).readOnly[start..<start + count])
      }
      pass.run(
        branch: branch,
        output: pass.saved[range].readOnly,
        outputGradient: gradient,
        inputGradient: branch == 0 ? pass.inputGradient : pass.inputGradient.map { _ in secondInputGradient }
      )
      start += count
    }
    pass.inputGradient?.add(secondInputGradient.readOnly)
  }
}
