import Imaging

/// Patterns with their classes, for training and calibration.
public struct LabeledPatterns: Sendable {
  /// The patterns, resized by `Preprocessing.compacted(_:)`.
  public var images: [CompactImage]
  /// The class index of each pattern.
  public var labels: [Int]
  /// The specimen number of each pattern, equal for patterns of one crystal; empty if each pattern is its own specimen.
  public var specimens: [Int]

  /// Creates a set.
  public init(images: [CompactImage] = [], labels: [Int] = [], specimens: [Int] = []) {
    self.images = images
    self.labels = labels
    self.specimens = specimens
  }
}
