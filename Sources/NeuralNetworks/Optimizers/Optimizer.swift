/// A rule that moves parameters against their gradient.
///
/// An optimizer is a value that holds its moments, vectors with the layout of the parameters.
public protocol Optimizer: Sendable {
  /// Moves the parameters by one step.
  ///
  /// - Parameters:
  ///   - parameters: all parameters of a model.
  ///   - gradient: the derivative of the loss with respect to them.
  ///   - learningRate: the factor of the step.
  ///   - groups: the ranges that learn; weight decay applies to some of them.
  mutating func update(
    _ parameters: MutableTensorView,
    along gradient: TensorView,
    learningRate: Float,
    groups: [ParameterGroup]
  )
  /// The accumulated state; an optimizer that is given it continues with the same steps.
  var state: OptimizerState { get set }
}

/// The accumulated state of an optimizer.
public struct OptimizerState: Sendable, Equatable {
  /// The number of completed steps.
  public var steps: Int
  /// Its moments, each with the layout of the parameters; none before the first step.
  public var moments: [[Float]]

  /// Creates a state; the default is the one before the first step.
  public init(steps: Int = 0, moments: [[Float]] = []) {
    self.steps = steps
    self.moments = moments
  }
}

/// A range of the parameter vector with the same treatment.
public struct ParameterGroup: Sendable, Equatable {
  /// The range.
  public var range: Range<Int>
  /// True if weight decay applies: to weights, but not to biases and normalisations.
  public var decays: Bool

  /// Creates a group.
  public init(range: Range<Int>, decays: Bool) {
    self.range = range
    self.decays = decays
  }
}

extension ExecutionPlan {
  /// The ranges of the parameter vector that learn, that is, all except running statistics.
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

  /// The ranges of the running statistics, with their momenta.
  var statistics: [(range: Range<Int>, momentum: Float)] {
    var start = 0
    var result: [(range: Range<Int>, momentum: Float)] = []
    for parameter in parameters {
      if case .statistic(let momentum) = parameter.role { result.append((start..<start + parameter.count, momentum)) }
      start += parameter.count
    }
    return result
  }
}
