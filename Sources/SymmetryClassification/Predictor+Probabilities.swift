import Imaging
import NeuralNetworks

extension Predictor {
  /// Softmax probabilities for images that were brought to size.
  func probabilities(for images: [CompactImage], preprocessing: Preprocessing) -> [[Float]] {
    outputs(count: images.count) { index, input in
      input.copy(preprocessing.finished(images[index].image))
    }.map { Softmax.probabilities($0.output) }
  }
}
