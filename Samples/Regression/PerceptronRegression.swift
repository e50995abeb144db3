import NeuralNetworks
import RandomNumbers

/// A multilayer perceptron for one number, with its training.
public struct PerceptronRegression: Sendable {
  /// The distribution of the first weights; the first biases are 0.
  public enum Initialization: Sendable {
    /// He's normal distribution before ReLU, Glorot's before the output: the library's choice.
    case suited
    /// Glorot's uniform distribution in all layers: the choice of Keras and of scikit-learn.
    case glorot
  }

  /// The widths of the hidden layers, with ReLU.
  public var hidden: [Int]
  /// The passes over the examples, the batch, the learning rate and its course.
  public var options: TrainingOptions
  /// The weight decay λ: the training minimises the mean squared error plus λ/2 Σ w².
  public var weightDecay: Float
  /// The ε of Adam.
  public var epsilon: Float
  /// True if each input is shifted and scaled to mean 0 and deviation 1 over the training examples.
  public var scalesInputs: Bool
  /// True if the target is, too.
  public var scalesTarget: Bool
  /// The distribution of the first weights.
  public var initialization: Initialization

  /// Creates a regression.
  public init(
    hidden: [Int],
    options: TrainingOptions,
    weightDecay: Float = 0,
    epsilon: Float = 1e-8,
    scalesInputs: Bool = true,
    scalesTarget: Bool = true,
    initialization: Initialization = .suited
  ) {
    self.hidden = hidden
    self.options = options
    self.weightDecay = weightDecay
    self.epsilon = epsilon
    self.scalesInputs = scalesInputs
    self.scalesTarget = scalesTarget
    self.initialization = initialization
  }

  /// Trains one network.
  ///
  /// - Parameters:
  ///   - inputs: the features of each example.
  ///   - targets: the number of each example.
  ///   - seed: the seed of the first weights and of the order of the examples.
  /// - Returns: the network after the last epoch.
  /// - Throws: `TrainingError` or `ShapeError`.
  public func fitted(_ inputs: [[Double]], _ targets: [Double], seed: Int) throws -> FittedRegression {
    precondition(inputs.count == targets.count && !inputs.isEmpty, "\(inputs.count) inputs, \(targets.count) targets")
    let network = try Network(
      input: Shape(features: inputs[0].count),
      layers: hidden.map { Dense(units: $0, activation: .relu) } + [Dense(units: 1)]
    )
    let targetColumn = targets.map { [$0] }
    let scaling = (
      inputs: scalesInputs ? Standardization(inputs) : Standardization(identity: inputs[0].count),
      target: scalesTarget ? Standardization(targetColumn) : Standardization(identity: 1)
    )
    let examples = ArrayDataset(
      shape: network.input,
      inputs: inputs.map(scaling.inputs.apply),
      values: targetColumn.map(scaling.target.apply)
    )
    var options = options
    options.seed = seed
    let trainer = Trainer(
      options: options,
      loss: SquaredError(),
      optimizer: Adam(epsilon: epsilon, weightDecay: weightDecay)
    )
    let model = try trainer.train(initialModel(network, seed: seed), on: examples).last
    let loss = Double(try trainer.evaluate(model, on: examples).loss)
    return FittedRegression(
      model: model,
      inputs: scaling.inputs,
      target: scaling.target,
      penalizedLoss: loss + penalty(model)
    )
  }

  /// λ/2 Σ w² over all weights without the biases.
  private func penalty(_ model: Model) -> Double {
    let groups = model.network.plan.learningGroups.filter(\.decays)
    let squares = groups.flatMap { model.parameters[$0.range] }.reduce(0) { $0 + Double($1) * Double($1) }
    return Double(weightDecay) / 2 * squares
  }

  private func initialModel(_ network: Network, seed: Int) -> Model {
    var model = Model(network, seed: seed)
    guard initialization == .glorot else { return model }
    let widths = [network.input.count] + hidden + [1]
    let weights = network.plan.learningGroups.filter(\.decays)
    for (layer, group) in weights.enumerated() {
      let bound = (6 / Float(widths[layer] + widths[layer + 1])).squareRoot()
      var generator = KeyedGenerator(seed, layer)
      for index in group.range { model.parameters[index] = generator.uniform(in: -bound...bound) }
    }
    return model
  }
}
