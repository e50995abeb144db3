/// Examples by number.
///
/// Several threads ask at once, in any order; the same question always has the same answer.
public protocol Dataset: Sendable {
  /// The number of examples.
  var count: Int { get }
  /// The shape of one example.
  var shape: Shape { get }
  /// Writes the input of one example and returns what it should give.
  ///
  /// - Parameters:
  ///   - index: which example, in `0..<count`.
  ///   - epoch: for training, the epoch, on which augmentation may depend; nil gives the example as
  ///     it is.
  ///   - input: the room for `shape.count` scalars.
  /// - Returns: what the example should give.
  /// - Throws: whatever keeps the example from being loaded; it ends the training.
  func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target
}

/// Examples held in memory.
public struct ArrayDataset: Dataset {
  /// The shape of one example.
  public let shape: Shape
  private let inputs: [[Float]]
  private let targets: [Target]

  /// Creates a data set for classification.
  public init(shape: Shape, inputs: [[Float]], labels: [Int]) {
    self.init(shape: shape, inputs: inputs, targets: labels.map(Target.label))
  }

  /// Creates a data set for regression.
  public init(shape: Shape, inputs: [[Float]], values: [[Float]]) {
    self.init(shape: shape, inputs: inputs, targets: values.map(Target.values))
  }

  private init(shape: Shape, inputs: [[Float]], targets: [Target]) {
    precondition(inputs.count == targets.count, "\(inputs.count) inputs, \(targets.count) targets")
    precondition(inputs.allSatisfy { $0.count == shape.count }, "an input is not of shape \(shape)")
    self.shape = shape
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of examples.
  public var count: Int { inputs.count }

  /// Copies an example.
  public func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
    input.copy(inputs[index])
    return targets[index]
  }
}
