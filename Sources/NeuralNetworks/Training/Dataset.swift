/// Examples by index.
///
/// Several threads load examples concurrently, in any order; loading one again gives the same values.
public protocol Dataset: Sendable {
  /// The number of examples.
  var count: Int { get }
  /// The shape of one example.
  var shape: Shape { get }
  /// Writes the input of one example and returns its target.
  ///
  /// - Parameters:
  ///   - index: the index of the example, in `0..<count`.
  ///   - epoch: the epoch of training, which augmentation may depend on; nil for the example without augmentation.
  ///   - input: the memory for `shape.count` scalars.
  /// - Returns: the target.
  /// - Throws: an error that ends the training.
  func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target
}

/// Examples in memory.
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
    precondition(inputs.allSatisfy { $0.count == shape.count }, "an input does not have the shape \(shape)")
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
