import Files
import NeuralNetworks
import SymmetryClassification

/// Where a training on simulated patterns begins: its network and the first parameters.
struct SimulatedTrainingStart {
  let model: Model
  /// What the second way of the network learns; nil where it has none.
  let map: SymmetryMapTarget?
  /// How many patterns the parameters have learnt from already.
  let formerPatterns: Int
  /// What a checkpoint calls it.
  let name: String

  /// Random parameters, or those of a model.
  ///
  /// - Throws: `CommandFailure` where the model has other classes or another network, or is an ensemble.
  init(_ classes: [String], _ arguments: SimulatedTrainingArguments) throws {
    let (size, architecture) = (arguments.size, arguments.architecture)
    let withMap =
      arguments.mapWeight > 0
      ? try architecture.networkWithMap(size: size, classes: classes.count) : nil
    let network =
      try withMap?.network ?? architecture.network(size: size, classes: classes.count)
    map = withMap?.map
    let random = Model(network, seed: arguments.seed)
    guard let start = arguments.start else {
      (model, formerPatterns, name) = (random, 0, "random parameters")
      return
    }
    let file = ModelFile(start)
    let former = try file.load(quiet: true)
    guard former.classes == classes else {
      throw CommandFailure(
        "--start: \(file.path) tells \(former.classes.joined(separator: ", ")) apart, and the structures are of "
          + "\(classes.joined(separator: ", ")); begin with a model of the same classes"
      )
    }
    guard former.ensemble == nil, let model = random.beginning(with: former.model) else {
      throw CommandFailure(
        "--start: \(file.path) is of another network than \(architecture.rawValue) at \(size) pixels; begin with a "
          + "model of the same network, or choose its --architecture and --size"
      )
    }
    self.model = model
    formerPatterns = former.training.trainingPatterns
    name = unsafe former.model.parameters.withUnsafeBytes {
      unsafe FNV1a.digits(of: $0)
    }
  }
}
