import Imaging
import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct PatternDatasetTests {
  private let preprocessing = Preprocessing(size: 16)
  private let images = SmallClassifier.stripes(4).images

  private func dataset(seed: Int = 5, augmentation: Augmentation? = .ebsd) -> PatternDataset {
    PatternDataset(
      images: images,
      labels: [3, 1, 0, 2],
      preprocessing: preprocessing,
      augmentation: augmentation,
      seed: seed
    )
  }

  private func pixels(_ dataset: PatternDataset, _ index: Int, epoch: Int?) -> [Float] {
    var pixels = [Float](repeating: .nan, count: 256)
    _ = pixels.withMutableTensorView { dataset.load(index, epoch: epoch, into: $0) }
    return pixels
  }

  @Test func shapeCountAndLabelsAreThoseGiven() {
    let dataset = dataset()
    #expect(dataset.count == 4 && dataset.shape == Shape(channels: 1, height: 16, width: 16))
    var pixels = [Float](repeating: 0, count: 256)
    for (index, expected) in [3, 1, 0, 2].enumerated() {
      let target = pixels.withMutableTensorView {
        dataset.load(index, epoch: 1, into: $0)
      }
      guard case .label(expected) = target else {
        Issue.record("\(target)")
        continue
      }
    }
  }

  @Test func theSameKeyGivesTheSamePixels() {
    let (first, second) = (dataset(), dataset())
    for index in [2, 0, 3, 1, 2] {
      #expect(pixels(first, index, epoch: 7) == pixels(second, index, epoch: 7))
    }
  }

  @Test func anotherEpochSeedOrPatternGivesOtherPixels() {
    let reference = pixels(dataset(), 0, epoch: 7)
    #expect(pixels(dataset(), 0, epoch: 8) != reference)
    #expect(pixels(dataset(seed: 6), 0, epoch: 7) != reference)
    let like = PatternDataset(
      images: [images[0], images[0]],
      labels: [0, 0],
      preprocessing: preprocessing,
      augmentation: .ebsd,
      seed: 5
    )
    #expect(pixels(like, 0, epoch: 7) == reference)
    #expect(pixels(like, 1, epoch: 7) != reference)
  }

  @Test func withoutEpochOrAugmentationThereIsPreprocessingAlone() {
    for index in images.indices {
      let expected = preprocessing.normalized(images[index].image)
      #expect(pixels(dataset(), index, epoch: nil) == expected)
      #expect(pixels(dataset(augmentation: nil), index, epoch: 3) == expected)
    }
  }

  @Test func augmentedPixelsAreStandardized() {
    for epoch in 1...5 {
      let pixels = pixels(dataset(), 1, epoch: epoch)
      #expect(abs(pixels.reduce(0, +) / 256) < 1e-3)
      #expect(abs(pixels.reduce(0) { $0 + $1 * $1 } / 256 - 1) < 1e-2)
    }
  }
}
