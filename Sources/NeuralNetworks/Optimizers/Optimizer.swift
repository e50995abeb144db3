/// A rule that moves parameters against their gradient.
///
/// An optimizer is a value and holds its own moments, vectors of the parameters' layout.
public protocol Optimizer: Sendable {
  /// Moves the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: all parameters of a model.
  ///   - gradient: the derivative of the loss with respect to them.
  ///   - learningRate: the length of the step.
  ///   - groups: which parts learn, and which of them decay.
  mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  )
  /// All that the optimizer has gathered over its steps, so that another one can go on from there.
  var state: OptimizerState { get set }
}

/// What an optimizer has gathered over its steps.
public struct OptimizerState: Sendable, Equatable {
  /// The steps done.
  public var steps: Int
  /// Its moments, each of the parameters' layout; none before the first step.
  public var moments: [[Float]]

  /// Creates a state; without arguments that before the first step.
  public init(steps: Int = 0, moments: [[Float]] = []) {
    self.steps = steps
    self.moments = moments
  }
}

/// A part of the parameter vector that is treated alike.
public struct ParameterGroup: Sendable, Equatable {
  /// Where it lies.
  public var range: Range<Int>
  /// Whether weight decay applies: to weights, not to biases and normalisations.
  public var decays: Bool

  /// Creates a group.
  public init(range: Range<Int>, decays: Bool) {
    self.range = range
    self.decays = decays
  }
}

extension ExecutionPlan {
  /// The parts of the parameter vector that learn; running statistics do not.
  public var learningGroups: [ParameterGroup] {
    var start = 0
    var groups: [ParameterGroup] = []
    for parameter in parameters {
      let range = start..<start + parameter.count
      start += parameter.count
      switch parameter.role {
      case .weight: groups.append(ParameterGroup(range: range, decays: true))
      case .bias: groups.append(ParameterGroup(range: range, decays: false))
      case .statistic: continue
      }
    }
    return groups
  }

  /// The running statistics with their momenta.
  var statistics: [(range: Range<Int>, momentum: Float)] {
    var start = 0
    var result: [(range: Range<Int>, momentum: Float)] = []
    for parameter in parameters {
      if case .statistic(let momentum) = parameter.role {
        result.append((start..<start + parameter.count, momentum))
      }
      start += parameter.count
    }
    return result
  }
}
