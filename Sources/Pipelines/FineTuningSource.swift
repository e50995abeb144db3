import NeuralNetworks
import SymmetryClassification

/// A model that another training starts from; of an ensemble, its first network.
struct FineTuningSource {
  /// The path of the model file.
  let path: String
  let classifier: Classifier

  /// Reads the model of a file or of the folder of a run.
  init(_ name: String) throws {
    let file = ModelFile(name)
    path = file.path
    classifier = try file.load()
  }

  /// The options of a training that starts from this model: its preprocessing takes the place of the defaults.
  ///
  /// - Throws: `PipelineError` if an option was set to another value than the model's.
  func adopted(by given: TrainingConfiguration) throws(PipelineError) -> TrainingConfiguration {
    let (own, defaults) = (classifier.preprocessing, TrainingConfiguration())
    var adopted = given
    func adopt<Value: Equatable>(
      _ option: WritableKeyPath<TrainingConfiguration, Value>,
      _ name: String,
      _ value: Value
    ) throws(PipelineError) {
      let current = given[keyPath: option]
      guard current == defaults[keyPath: option] || current == value else {
        throw PipelineError(
          "--\(name) \(current) contradicts --start: \(path) was trained with \(value); leave out --\(name)"
        )
      }
      adopted[keyPath: option] = value
    }
    try adopt(\.size, "size", own.size)
    try adopt(\.crop, "crop", own.fit == .crop)
    try adopt(\.fillShadows, "fill-shadows", own.fillShadows)
    try adopt(\.circularMask, "circular-mask", own.circularMask)
    try adopt(\.keepOutliers, "keep-outliers", !own.replaceOutliers)
    let background: TrainingConfiguration.Background =
      switch own.background {
      case .divide: .divide
      case .subtract: .subtract
      case .none: own.localContrast == nil ? .none : .localContrast
      }
    try adopt(\.background, "background", background)
    var percentiles: [Float] = []
    if case .percentile(let low, let high) = own.scaling { percentiles = [low, high] }
    try adopt(\.percentiles, "percentiles", percentiles)
    guard given.architecture == defaults.architecture else {
      throw PipelineError(
        "--architecture \(given.architecture) contradicts --start, which keeps the network of \(path); leave out "
          + "--architecture"
      )
    }
    return adopted
  }

  /// The model for some classes: as it is if it has the same ones, else with a new last layer.
  ///
  /// - Parameters:
  ///   - classes: the classes in their order.
  ///   - seed: the random seed of the new layer.
  /// - Returns: the model.
  /// - Throws: `PipelineError` if the classes differ and the network does not end in a dense layer.
  func model(classes: [String], seed: Int) throws -> Model {
    guard classifier.classes != classes else { return classifier.model }
    let old = classifier.model
    guard let head = old.network.layers.last as? Dense else {
      throw PipelineError(
        "--start: \(path) has other classes, and its network does not end in a dense layer that could be replaced"
      )
    }
    let network = try Network(
      input: old.network.input,
      layers: old.network.layers.dropLast() + [
        Dense(units: classes.count, bias: head.bias, activation: head.activation)
      ]
    )
    var model = Model(network, seed: seed)
    let kept = network.plan.steps.dropLast().reduce(0) { $0 + $1.parameterRange.count }
    model.parameters.replaceSubrange(..<kept, with: old.parameters[..<kept])
    return model
  }
}
