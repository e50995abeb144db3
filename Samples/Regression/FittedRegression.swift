import NeuralNetworks

/// A trained network with the scaling of its inputs and of its output.
public struct FittedRegression: Sendable {
  /// The parameters of the network.
  public let model: Model
  /// The mean squared error on the training examples plus λ/2 Σ w², in the unit of the scaled target squared.
  public let penalizedLoss: Double
  private let predictor: Predictor
  private let inputs: Standardization
  private let target: Standardization

  init(model: Model, inputs: Standardization, target: Standardization, penalizedLoss: Double) {
    (self.model, self.inputs, self.target, self.penalizedLoss) = (model, inputs, target, penalizedLoss)
    predictor = Predictor(model, threads: 1)
  }

  /// The predictions for several examples, in the unit of the targets.
  public func predictions(_ examples: [[Double]]) -> [Double] {
    predictor.outputs(for: examples.map(inputs.apply)).map { target.undo($0)[0] }
  }
}

extension [FittedRegression] {
  /// The mean of the members' predictions.
  public func meanPredictions(_ examples: [[Double]]) -> [Double] {
    let members = map { $0.predictions(examples) }
    return examples.indices.map { example in
      members.reduce(0) { $0 + $1[example] } / Double(count)
    }
  }
}
