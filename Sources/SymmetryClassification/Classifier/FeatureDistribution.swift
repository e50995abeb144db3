import NeuralNetworks

/// A multivariate normal distribution of feature vectors, by which the distance of a vector is measured.
package struct FeatureDistribution: Sendable, Equatable {
  /// The mean of each feature.
  package let mean: [Float]
  /// The standard deviation of each feature, bounded away from 0; ``ignoredScale`` for a feature that is ignored.
  package let scale: [Float]
  /// The Cholesky factor L of the covariance L Lᵀ of the scaled features, row by row.
  package let factor: [Float]

  /// A scale that takes all influence from a feature; files and ONNX graphs cannot hold infinity.
  private static let ignoredScale = 1e30

  /// The number of features.
  package var count: Int { mean.count }

  /// Fits the distribution to vectors, at least two.
  ///
  /// The covariance of the features, each scaled to a variance of 1, is shrunk towards a multiple of the identity
  /// (Ledoit and Wolf, J. Multivariate Anal. 88, 365, 2004), so that it can be inverted for any number of vectors.
  ///
  /// - Parameters:
  ///   - vectors: the vectors, of equal lengths.
  ///   - ignored: the indices of features that have no influence on distances.
  init(_ vectors: [[Float]], ignoring ignored: Set<Int> = []) {
    let (n, d) = (vectors.count, vectors[0].count)
    var mean = [Double](repeating: 0, count: d)
    for vector in vectors { for i in 0..<d { mean[i] += Double(vector[i]) / Double(n) } }
    var variance = [Double](repeating: 0, count: d)
    for vector in vectors {
      for i in 0..<d { variance[i] += (Double(vector[i]) - mean[i]) * (Double(vector[i]) - mean[i]) }
    }
    let deviation = variance.map { ($0 / Double(n)).squareRoot() }
    // A feature that is constant in training would otherwise decide alone as soon as it changes.
    let moving = deviation.filter { $0 > 0 }.sorted()
    let floor = max(moving.isEmpty ? 0 : moving[moving.count / 2] / 20, 1e-6)
    let scale = deviation.indices.map { ignored.contains($0) ? Self.ignoredScale : max(deviation[$0], floor) }
    var covariance = [Double](repeating: 0, count: d * d)
    var fourths = 0.0
    for vector in vectors {
      let x = (0..<d).map { (Double(vector[$0]) - mean[$0]) / scale[$0] }
      var square = 0.0
      for i in 0..<d {
        let xi = x[i]
        square += xi * xi
        for j in 0...i { covariance[i * d + j] += xi * x[j] / Double(n) }
      }
      fourths += square * square
    }
    var (trace, squares) = (0.0, 0.0)
    for i in 0..<d {
      trace += covariance[i * d + i]
      for j in 0...i { squares += (i == j ? 1 : 2) * covariance[i * d + j] * covariance[i * d + j] }
    }
    let level = trace / Double(d)
    let spread = squares - Double(d) * level * level
    let noise = (fourths / Double(n) - squares) / Double(n)
    let share = spread > 0 ? min(1, max(0, noise / spread)) : 1
    for i in 0..<d {
      for j in 0...i { covariance[i * d + j] *= 1 - share }
      covariance[i * d + i] += share * level + 1e-6
    }
    self.mean = mean.map { Float($0) }
    self.scale = scale.map { Float($0) }
    factor = Self.cholesky(covariance, d).map { Float($0) }
  }

  /// The squared Mahalanobis distance of a vector from the mean, divided by the number of features.
  ///
  /// It is about 1 for the vectors that the distribution was fitted to.
  func distance(_ vector: [Float]) -> Float {
    let d = count
    // Forward substitution: L y = x, and the distance is y · y.
    var y = [Float](repeating: 0, count: d)
    var sum: Float = 0
    for i in 0..<d {
      var value = (vector[i] - mean[i]) / scale[i]
      let row = i * d
      for j in 0..<i { value -= factor[row + j] * y[j] }
      y[i] = value / factor[row + i]
      sum += y[i] * y[i]
    }
    return sum / Float(d)
  }

  private static func cholesky(_ matrix: [Double], _ d: Int) -> [Double] {
    var lower = [Double](repeating: 0, count: d * d)
    for i in 0..<d {
      for j in 0...i {
        var sum = matrix[i * d + j]
        for k in 0..<j { sum -= lower[i * d + k] * lower[j * d + k] }
        lower[i * d + j] = i == j ? max(sum, 1e-12).squareRoot() : sum / lower[j * d + j]
      }
    }
    return lower
  }

  /// The tensors in a model file, whose names begin with `prefix`.
  func tensors(_ prefix: String) -> [SafeTensors.Tensor] {
    [
      SafeTensors.Tensor(name: prefix + ".mean", shape: [count], values: mean),
      SafeTensors.Tensor(name: prefix + ".scale", shape: [count], values: scale),
      SafeTensors.Tensor(name: prefix + ".factor", shape: [count, count], values: factor),
    ]
  }

  /// Reads the distribution of a model file.
  ///
  /// - Parameters:
  ///   - tensors: the tensors of the file, by name.
  ///   - prefix: the prefix of the names.
  ///   - count: the number of features.
  ///   - file: the file's name in errors.
  /// - Throws: `ModelFileError` if a tensor is missing, has another shape, or holds a scale that is not positive.
  init(_ tensors: [String: SafeTensors.Tensor], prefix: String, count: Int, file: String) throws(ModelFileError) {
    func values(_ name: String, _ shape: [Int]) throws(ModelFileError) -> [Float] {
      guard let tensor = tensors[prefix + name], tensor.shape == shape else {
        throw ModelFileError(
          file: file,
          reason: "lacks the tensor \(prefix)\(name) of shape \(shape) for its out-of-distribution detector"
        )
      }
      return tensor.values
    }
    mean = try values(".mean", [count])
    scale = try values(".scale", [count])
    factor = try values(".factor", [count, count])
    guard scale.allSatisfy({ $0 > 0 }), (0..<count).allSatisfy({ factor[$0 * count + $0] > 0 }) else {
      throw ModelFileError(file: file, reason: "the scales in its tensors \(prefix) must be above 0")
    }
  }
}
