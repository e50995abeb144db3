/// Labelled sequences of different lengths in memory, as masked recurrent layers take them.
///
/// An example has the shape (features + 1) × 1 × steps. Its last channel is the mask: 1 for the steps of the sequence,
/// 0 for the padding that follows them, which is 0 in the other channels too.
public struct SequenceDataset: Dataset {
  /// A sequence: the features of its first step, then those of its second, and so on.
  public typealias Sequence = [Float]

  /// The shape of one example.
  public let shape: Shape
  private let sequences: [Sequence]
  private let labels: [Int]

  /// Creates a data set.
  ///
  /// - Parameters:
  ///   - sequences: the sequences, each of `features` scalars a step and of at most `steps` steps.
  ///   - labels: the class of each.
  ///   - features: the number of features.
  ///   - steps: the number of steps with padding; nil for the longest sequence.
  public init(_ sequences: [Sequence], labels: [Int], features: Int, steps: Int? = nil) {
    precondition(sequences.count == labels.count, "\(sequences.count) sequences, \(labels.count) labels")
    precondition(features > 0 && sequences.allSatisfy { $0.count % features == 0 }, "a step has \(features) features")
    let longest = (sequences.map(\.count).max() ?? 0) / features
    let steps = steps ?? max(longest, 1)
    precondition(longest <= steps, "a sequence has \(longest) steps, more than \(steps)")
    shape = Shape(channels: features + 1, height: 1, width: steps)
    self.sequences = sequences
    self.labels = labels
  }

  /// The number of sequences.
  public var count: Int { sequences.count }

  /// Writes a sequence with its padding and its mask.
  public func load(_ index: Int, epoch: Int?, into input: MutableTensorView) -> Target {
    let (sequence, features, steps) = (sequences[index], shape.channels - 1, shape.width)
    input.fill(0)
    sequence.withTensorView { sequence in
      for step in 0..<sequence.count / features {
        for feature in 0..<features { input[feature * steps + step] = sequence[step * features + feature] }
        input[features * steps + step] = 1
      }
    }
    return .label(labels[index])
  }
}
