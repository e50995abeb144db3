/// The first layers of a network as convolutions that integers can compute, and how to measure their outputs.
struct QuantizableTrunk {
  /// The convolutions in their order; each takes the output of the one before.
  private(set) var convolutions: [QuantizableConvolution] = []
  /// The parameters of each convolution: weights, slopes and offsets.
  private(set) var parameters: [Float] = []
  /// The number of layers of the network that they replace.
  private(set) var layerCount = 0
  /// For each layer or block, in order, the models that compute its convolutions' outputs from its input.
  ///
  /// The last model of a block gives the input of the next one.
  private(set) var probes: [[Model]] = []

  /// Finds the convolutions; nil unless the network begins with two, the first over a single channel.
  ///
  /// - Parameter model: a model with folded normalisations.
  init?(_ model: Model) {
    let plan = model.network.plan
    guard plan.input.channels == 1 else { return nil }
    while layerCount < plan.steps.count {
      let steps = plan.steps[layerCount...]
      if !convolutions.isEmpty, addBlock(steps[layerCount], model.parameters[...]) {
        layerCount += 1
      } else if let reading = QuantizableConvolution.reading(steps, model.parameters[...]), reading.appliesReLU {
        probes.append([Self.model(of: steps.prefix(reading.layerCount), model.parameters[...])])
        add(reading)
        layerCount += reading.layerCount
      } else {
        break
      }
    }
    guard convolutions.count > 1 else { return nil }
  }

  private mutating func add(_ reading: QuantizableConvolution.Reading, addend: Int? = nil) {
    var convolution = reading.convolution
    convolution.addend = addend
    convolutions.append(convolution)
    parameters += reading.parameters
  }

  /// Adds the convolutions of a residual block without layers in its shortcut.
  ///
  /// - Returns: false if the layer is another one.
  private mutating func addBlock(_ step: ExecutionPlan.Step, _ parameters: ArraySlice<Float>) -> Bool {
    guard let residual = step.layer as? Residual, residual.activation == .relu, residual.shortcut.isEmpty else {
      return false
    }
    let own = parameters.dropFirst(step.parameterRange.lowerBound).prefix(step.parameterRange.count)
    let body = step.branches[0].steps
    var (readings, models, count) = ([QuantizableConvolution.Reading](), [Model](), 0)
    while count < body.count {
      guard let reading = QuantizableConvolution.reading(body[count...], own) else { return false }
      count += reading.layerCount
      readings.append(reading)
      let isLast = count == body.count
      // The sum with the shortcut comes before the last ReLU.
      guard reading.appliesReLU != isLast, !reading.convolution.pools else { return false }
      models.append(isLast ? Self.model(of: [step], parameters) : Self.model(of: body.prefix(count), own))
    }
    let input = convolutions.count - 1
    for (index, reading) in readings.enumerated() { add(reading, addend: index == readings.count - 1 ? input : nil) }
    probes.append(models)
    return true
  }

  /// The model of some layers of a sequence.
  private static func model(of steps: ArraySlice<ExecutionPlan.Step>, _ parameters: ArraySlice<Float>) -> Model {
    guard let first = steps.first, let last = steps.last,
      let network = try? Network(input: first.inputShape, layers: steps.map(\.layer))
    else { preconditionFailure("a part of a network is a network") }
    let range = first.parameterRange.lowerBound..<last.parameterRange.upperBound
    return Model(network, parameters: Array(parameters.dropFirst(range.lowerBound).prefix(range.count)))
  }
}
