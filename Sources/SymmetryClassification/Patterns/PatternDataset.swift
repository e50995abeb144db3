import Imaging
import NeuralNetworks
import RandomNumbers

/// Patterns in memory at the network's size, with 8 or 16 bits per pixel, augmented anew in each epoch.
public struct PatternDataset: Dataset {
  private let images: [CompactImage]
  private let labels: [Int]
  private let preprocessing: Preprocessing
  private let augmentation: Augmentation?
  private let seed: Int

  /// Creates a dataset.
  ///
  /// - Parameters:
  ///   - images: patterns resized by `preprocessing`.
  ///   - labels: the class of each.
  ///   - preprocessing: the preprocessing; its normalisation follows the augmentation.
  ///   - augmentation: the random variation of training patterns; nil for none.
  ///   - seed: the random seed of the augmentation, combined with epoch and pattern.
  public init(
    images: [CompactImage],
    labels: [Int],
    preprocessing: Preprocessing,
    augmentation: Augmentation?,
    seed: Int
  ) {
    precondition(images.count == labels.count, "\(images.count) images, \(labels.count) labels")
    self.images = images
    self.labels = labels
    self.preprocessing = preprocessing
    self.augmentation = augmentation
    self.seed = seed
  }

  /// The number of patterns.
  public var count: Int { images.count }
  /// One channel of size × size.
  public var shape: Shape { Shape(channels: 1, height: preprocessing.size, width: preprocessing.size) }

  /// Writes a pattern as the network sees it; in training, augmented with a new draw in each epoch.
  public func load(_ index: Int, epoch: Int?, into input: MutableTensorView) -> Target {
    var image = images[index].image
    if let epoch, let augmentation {
      var generator = KeyedGenerator(seed, epoch, index, Self.augmentationKey)
      image = augmentation.applied(to: image, using: &generator)
    }
    input.copy(preprocessing.normalized(image))
    return .label(labels[index])
  }

  // Keeps the stream of augmentation apart from that of dropout.
  private static let augmentationKey = 1
}
