import Workers

/// Class activation maps: the regions of an image that raise one output of a network.
///
/// Grad-CAM (Selvaraju et al., *Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization*, ICCV
/// 2017): the sum of a late layer's feature maps, each weighted by the mean derivative of the output with respect to
/// it; negative values become 0.
public struct GradCAM: Sendable {
  /// The evidence for the output at each position; no value is negative.
  public struct HeatMap: Sendable, Equatable {
    /// Columns and rows.
    public let width: Int, height: Int
    /// The values, row by row, in the units of the output.
    public let values: [Float]

    /// Creates a map of `width` × `height` values.
    public init(width: Int, height: Int, values: [Float]) {
      precondition(values.count == width * height, "one value for each position")
      (self.width, self.height, self.values) = (width, height, values)
    }
  }

  /// From the input to the maps.
  private let body: Predictor
  /// From the maps to the outputs.
  private let tail: Model

  /// Prepares a model; nil if its network has no spatial feature maps.
  ///
  /// The maps are those of the last layer with at least `leastSide` rows and columns, or else with at least 2: later
  /// layers are more specific but coarser.
  public init?(_ model: Model, leastSide: Int = 7) {
    // Backward needs a forward pass in training mode, which must give the answers of inference.
    let folded = model.withoutTrainingPhase()
    let steps = folded.network.plan.steps
    func last(withSide least: Int) -> Int? {
      steps.indices.dropLast().last { index in
        let shape = steps[index].outputShape
        return min(shape.height, shape.width) >= least && !steps[index].layer.isLinear
      }
    }
    guard let index = last(withSide: leastSide) ?? last(withSide: 2) else { return nil }
    let (body, tail) = folded.split(after: index)
    self.body = Predictor(body, threads: 1)
    self.tail = tail
  }

  /// The heat map of an output for one input.
  ///
  /// - Parameters:
  ///   - input: the scalars of the network's input.
  ///   - output: the index of the output, from 0.
  /// - Returns: one value for each position of the maps.
  public func heatMap(for input: [Float], output: Int) -> HeatMap {
    let plan = tail.network.plan
    precondition((0..<plan.output.count).contains(output), "the network has no output \(output)")
    let maps = body.output(for: input)
    let workspace = Workspace(plan: plan, capacity: 1)
    let packed = PackedParameters(plan: plan)
    var gradient = [Float](repeating: 0, count: maps.count)
    var unused = [Float](repeating: 0, count: plan.parameterCount)
    workspace.input(0).copy(maps)
    tail.parameters.withTensorView { parameters in
      packed.update(parameters)
      workspace.forward(examples: 1, phase: .training(seeds: [0]), parameters: parameters, packed: packed.view)
      workspace.outputGradient(0).fill(0)
      workspace.outputGradient(0)[output] = 1
      gradient.withMutableTensorView { gradient in
        unused.withMutableTensorView { unused in
          workspace.backward(
            examples: 1,
            parameters: parameters,
            packed: packed.view,
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
      for (position, value) in maps[range].enumerated() { values[position] += weight * value }
    }
    return HeatMap(width: shape.width, height: shape.height, values: values.map { max($0, 0) })
  }
}
