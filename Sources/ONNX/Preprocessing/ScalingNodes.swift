import Imaging

/// The normalisation of intensities, as `IntensityScaling`.
struct ScalingNodes {
  private let graph: GraphBuilder
  private let scaling: IntensityScaling
  /// The number of pixels in the mask.
  private let count: Int
  private let mask: CircularMask?
  /// 1 for each pixel in the mask, else 0; nil without a mask.
  private let weights: Value?
  private static let axes = [1, 2, 3]

  init(_ graph: GraphBuilder, _ scaling: IntensityScaling, size: Int, mask: CircularMask?, weights: Value?) {
    (self.graph, self.scaling, self.mask, self.weights) = (graph, scaling, mask, weights)
    count = mask?.pixelCount ?? size * size
  }

  /// The images with mean 0 and variance 1; pixels outside the mask, and images without contrast, become 0.
  func scaled(_ images: Value) -> Value {
    var images = images
    if case .percentile(let low, let high) = scaling { images = clipped(images, low, high) }
    func mean(_ values: Value) -> Value {
      let counted = weights.map { values * $0.cast(to: .double) } ?? values
      return counted.sum(Self.axes) / Double(count)
    }
    let values = images.cast(to: .double)
    let mean1 = mean(values)
    let deviation = mean((values - mean1).squared).squareRoot
    let hasContrast = (deviation > mean1.absolute * 1e-6).and(deviation > 1e-30).and(deviation < .infinity)
    let scaled = ((values - mean1) / hasContrast.choose(deviation, deviation.scalar(1))).cast(to: .float)
    return hasContrast.choose(weights.map { scaled * $0 } ?? scaled, scaled.scalar(0))
  }

  /// The images clipped at two percentiles of the pixels in the mask.
  private func clipped(_ images: Value, _ low: Float, _ high: Float) -> Value {
    var pixels = images.reshaped([0, -1])
    if let mask {
      let inside = (0..<mask.height).flatMap { row in mask.columns[row].map { row * mask.width + $0 } }
      pixels = pixels.gathered(graph.integers(inside), axis: 1)
    }
    func bound(_ percent: Float) -> Value {
      let rank = Int((Double(percent) / 100 * Double(count - 1)).rounded())
      return pixels.element(ofRank: rank, of: count, axis: 1).reshaped([-1, 1, 1, 1])
    }
    return images.atLeast(bound(low)).atMost(bound(high))
  }
}
