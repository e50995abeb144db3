import Imaging
import ONNXSchema

/// Means over Gaussians, as `GrayImage.blurred(sigma:)`, which is linear and treats rows and columns alike.
///
/// The matrix of an axis comes from that function itself, with its approximations.
final class GaussianNodes {
  private let graph: GraphBuilder
  private let size: Int
  private var matrices: [Float: (matrix: Value, transposed: Value)] = [:]

  init(_ graph: GraphBuilder, size: Int) { (self.graph, self.size) = (graph, size) }

  /// Images of floats or doubles, smoothed by a Gaussian of a standard deviation in pixels.
  func blurred(_ images: Value, sigma: Float) -> Value {
    guard sigma > 0 else { return images }
    let axis = axis(sigma)
    let (rows, columns) = (axis.matrix.cast(to: images.type), axis.transposed.cast(to: images.type))
    return rows.multiplied(by: images).multiplied(by: columns)
  }

  /// The means of pixels, each counted by its weight; see `GrayImage`.
  func mean(_ images: Value, sigma: Float, weights: Value?) -> Value {
    guard let weights = weights?.cast(to: images.type) else { return blurred(images, sigma: sigma) }
    return blurred(images * weights, sigma: sigma) / blurred(weights, sigma: sigma).atLeast(1e-4)
  }

  private func axis(_ sigma: Float) -> (matrix: Value, transposed: Value) {
    if let known = matrices[sigma] { return known }
    var matrix = [Float](repeating: 0, count: size * size)
    for source in 0..<size {
      var line = GrayImage(width: size, height: 1)
      line.pixels[source] = 1
      for (target, weight) in line.blurred(sigma: sigma).pixels.enumerated() { matrix[target * size + source] = weight }
    }
    let constant = graph.constant(Tensor(name: "gaussian_\(sigma)", shape: [size, size], floats: matrix))
    let pair = (constant, constant.transposed([1, 0]))
    matrices[sigma] = pair
    return pair
  }
}
