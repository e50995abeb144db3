import Imaging
import SymmetryClassification

/// The steps from images as they were decoded to the input of a network, as `Preprocessing`.
struct PreprocessingNodes {
  /// The network's input, N × 1 × size × size.
  let input: Value
  /// N × 1 × 1 × 1 truth values, true if an image has no contrast.
  let isBlank: Value

  init(_ preprocessing: Preprocessing, _ images: Value) {
    let (graph, size) = (images.graph, preprocessing.size)
    let whole = preprocessing.replaceOutliers ? OutlierNodes(images).replaced : images
    let rounding = RoundingNodes(FittingNodes(graph, size: size, fit: preprocessing.fit).fitted(whole))
    isBlank = rounding.isBlank

    let mask = preprocessing.circularMask ? CircularMask(width: size, height: size) : nil
    let disc = mask.map { graph.floats($0.weights, shape: [1, 1, size, size]) }
    let gaussian = GaussianNodes(graph, size: size)
    let removal = BackgroundNodes(gaussian: gaussian, size: size)
    var image = rounding.rounded
    let shadows = ShadowNodes(image, gaussian, size: size)
    if let contrast = preprocessing.localContrast {
      var weights = preprocessing.fillShadows ? shadows.weights : nil
      if let disc { weights = weights.map { $0 * disc } ?? disc }
      image = removal.normalized(contrast, image, weights: weights)
    } else {
      if preprocessing.fillShadows { image = shadows.filled }
      image = removal.removed(preprocessing.background, from: image, mask: disc)
    }
    input = ScalingNodes(graph, preprocessing.scaling, size: size, mask: mask, weights: disc).scaled(image)
  }
}
