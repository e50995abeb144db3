import Workers

/// Where in an image a network finds what speaks for one of its outputs.
///
/// Grad-CAM (Selvaraju et al., *Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization*, ICCV
/// 2017): the maps of a late layer, each weighted by the mean of the output's derivative over it, summed, and what
/// speaks against the output cut off.
public struct GradCAM: Sendable {
  /// How much each place speaks for the output, row by row; none is negative.
  public struct HeatMap: Sendable, Equatable {
    /// Columns and rows.
    public let width: Int, height: Int
    /// The values, row by row, in the units of the output.
    public let values: [Float]

    /// Creates a map of `width` × `height` values.
    public init(width: Int, height: Int, values: [Float]) {
      precondition(values.count == width * height, "a value for each place")
      (self.width, self.height, self.values) = (width, height, values)
    }
  }

  /// From the input to the maps.
  private let body: Predictor
  /// From the maps to the outputs.
  private let tail: Model

  /// Prepares a model; nil where its network has no maps.
  ///
  /// The maps are those of the last layer that has at least `leastSide` rows and columns, else of the last that has
  /// more than one position: the later a layer the more it knows, and the less it tells of where.
  public init?(_ model: Model, leastSide: Int = 7) {
    // The backward pass needs a forward one as in training, which here is to be the network that answers.
    let folded = model.withoutTrainingPhase()
    let steps = folded.network.plan.steps
    func last(of least: Int) -> Int? {
      steps.indices.dropLast().last { index in
        let shape = steps[index].outputShape
        return min(shape.height, shape.width) >= least && !steps[index].layer.isLinear
      }
    }
    guard let place = last(of: leastSide) ?? last(of: 2) else { return nil }
    let layers = folded.network.layers
    let split = steps[place].parameterRange.upperBound
    guard
      let body = try? Network(input: folded.network.input, layers: Array(layers[...place])),
      let tail = try? Network(
        input: steps[place].outputShape,
        layers: Array(layers[(place + 1)...])
      )
    else { return nil }
    self.body = Predictor(Model(body, parameters: Array(folded.parameters[..<split])), threads: 1)
    self.tail = Model(tail, parameters: Array(folded.parameters[split...]))
  }

  /// The heat map of an output for one input.
  ///
  /// - Parameters:
  ///   - input: the scalars of the network's input.
  ///   - output: which output, from 0.
  /// - Returns: a value for each place of the maps.
  public func heatMap(for input: [Float], output: Int) -> HeatMap {
    let plan = tail.network.plan
    precondition((0..<plan.output.count).contains(output), "the network has no output \(output)")
    let maps = body.output(for: input)
    let workspace = Workspace(plan: plan, capacity: 1)
    let prepared = PackedParameters(plan: plan)
    var gradient = [Float](repeating: 0, count: maps.count)
    var unused = [Float](repeating: 0, count: plan.parameterCount)
    workspace.input(0).copy(maps)
    tail.parameters.withTensorView { parameters in
      prepared.update(parameters)
      workspace.forward(
        examples: 1,
        phase: .training(seeds: [0]),
        parameters: parameters,
        prepared: prepared.view
      )
      workspace.outputGradient(0).fill(0)
      workspace.outputGradient(0)[output] = 1
      gradient.withMutableTensorView { gradient in
        unused.withMutableTensorView { unused in
          workspace.backward(
            examples: 1,
            parameters: parameters,
            prepared: prepared.view,
            gradient: unused,
            inputGradient: gradient
          )
        }
      }
    }
    let shape = plan.input
    var values = [Float](repeating: 0, count: shape.area)
    for channel in 0..<shape.channels {
      let range = channel * shape.area..<(channel + 1) * shape.area
      let weight = gradient[range].reduce(0, +) / Float(shape.area)
      for (place, value) in maps[range].enumerated() { values[place] += weight * value }
    }
    return HeatMap(width: shape.width, height: shape.height, values: values.map { max($0, 0) })
  }
}

extension Layer {
  /// Whether the output is a linear function of the input, which an activation is to follow.
  fileprivate var isLinear: Bool {
    switch self {
    case let convolution as Conv2D: convolution.activation == .identity
    case let dense as Dense: dense.activation == .identity
    case is BatchNormalization, is GroupNormalization: true
    default: false
    }
  }
}
