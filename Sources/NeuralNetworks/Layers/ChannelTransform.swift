/// An affine function of each channel: y = scale (x − center) + offset.
public struct ChannelTransform: Sendable, Equatable {
  /// One number for each channel.
  public var centers: [Float], scales: [Float], offsets: [Float]

  /// Creates a transform of as many channels as each list has numbers.
  public init(centers: [Float], scales: [Float], offsets: [Float]) {
    precondition(
      centers.count == scales.count && scales.count == offsets.count,
      "one center, scale and offset for each channel"
    )
    (self.centers, self.scales, self.offsets) = (centers, scales, offsets)
  }

  /// The weights and bias of a linear layer followed by the transform, a linear layer again.
  ///
  /// - Parameters:
  ///   - parameters: weights of [channels, inputs], then a bias of [channels] if `hasBias`.
  ///   - hasBias: whether there is a bias.
  /// - Returns: weights w · scale, then biases offset + (b − center) · scale.
  func folded(into parameters: [Float], hasBias: Bool) -> [Float] {
    let outputs = scales.count
    let fanIn = (parameters.count - (hasBias ? outputs : 0)) / outputs
    var (weights, biases): ([Float], [Float]) = ([], [])
    for output in 0..<outputs {
      let scale = scales[output]
      weights += parameters[output * fanIn..<(output + 1) * fanIn].map { $0 * scale }
      let bias = hasBias ? parameters[outputs * fanIn + output] : 0
      biases.append(offsets[output] + (bias - centers[output]) * scale)
    }
    return weights + biases
  }
}
