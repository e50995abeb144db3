/// A 3×3 convolution of stride 1 and the layers after it up to ReLU, in a form that integers can compute.
///
/// y = ReLU(slope · Σ w x + offset + addend), with one slope and one offset for each filter; with pooling the greatest
/// sum of each 2×2 square takes the place of Σ w x.
struct QuantizableConvolution: Codable, Sendable, Equatable {
  /// The shape of the input.
  var input: Shape
  /// The number of filters.
  var filters: Int
  /// Rows and columns of zeros on each side: 0 or 1.
  var padding: Int
  /// True if 2×2 maximum pooling follows.
  var pools = false
  /// The number of the earlier convolution whose output is added; nil if there is none.
  var addend: Int?

  /// The shape before pooling.
  var sums: Shape {
    Shape(channels: filters, height: input.height + 2 * padding - 2, width: input.width + 2 * padding - 2)
  }
  /// The shape of the output.
  var output: Shape {
    pools ? Shape(channels: filters, height: sums.height / 2, width: sums.width / 2) : sums
  }
  /// The number of weights.
  var weightCount: Int { filters * input.channels * 9 }
  /// Weights of [filters, channels, 3, 3], slopes and offsets.
  var parameterCount: Int { weightCount + 2 * filters }

  /// The greatest number of channels whose sums of products of bytes certainly fit into 32 bits.
  private static let maximumChannels = Int(Int32.max) / (9 * 255 * 127)

  /// The form of the first layers of a sequence.
  struct Reading {
    var convolution: QuantizableConvolution
    var weights: [Float], slopes: [Float], offsets: [Float]
    /// True if the layers end with ReLU.
    var appliesReLU: Bool
    /// The number of layers.
    var layerCount = 1

    var parameters: [Float] { weights + slopes + offsets }
  }

  /// Reads a convolution, and as many of the layers after it as the form allows.
  ///
  /// - Parameters:
  ///   - steps: the layers of a sequence from the convolution on.
  ///   - parameters: the parameters of the whole sequence.
  /// - Returns: nil if the first layer is no such convolution.
  static func reading(_ steps: ArraySlice<ExecutionPlan.Step>, _ parameters: ArraySlice<Float>) -> Reading? {
    guard let first = steps.first, let layer = first.layer as? Conv2D,
      layer.kernel == 3, layer.stride == 1, layer.padding != .circular,
      layer.activation == .identity || layer.activation == .relu, first.inputShape.channels <= maximumChannels
    else { return nil }
    func part(_ step: ExecutionPlan.Step) -> ArraySlice<Float> {
      parameters.dropFirst(step.parameterRange.lowerBound).prefix(step.parameterRange.count)
    }
    let convolution = QuantizableConvolution(
      input: first.inputShape,
      filters: layer.filters,
      padding: layer.padding == .same ? 1 : 0
    )
    let own = part(first)
    var reading = Reading(
      convolution: convolution,
      weights: Array(own.prefix(convolution.weightCount)),
      slopes: [Float](repeating: 1, count: layer.filters),
      offsets: layer.bias ? Array(own.suffix(layer.filters)) : [Float](repeating: 0, count: layer.filters),
      appliesReLU: layer.activation == .relu
    )
    var hasTransform = false
    for step in steps.dropFirst() {
      if !reading.convolution.pools, !hasTransform, (step.layer as? MaxPool2D)?.is2x2 == true {
        reading.convolution.pools = true
      } else if !reading.appliesReLU,
        let transform = step.layer.channelTransform(Array(part(step)), for: step.inputShape)
      {
        hasTransform = true
        for filter in 0..<layer.filters {
          reading.slopes[filter] *= transform.scales[filter]
          reading.offsets[filter] =
            transform.offsets[filter] + (reading.offsets[filter] - transform.centers[filter]) * transform.scales[filter]
        }
      } else if !reading.appliesReLU, step.layer.fusibleOperation == .activation(.relu) {
        reading.appliesReLU = true
      } else if !step.layer.isIdentityInInference {
        break
      }
      reading.layerCount += 1
    }
    return reading
  }
}
