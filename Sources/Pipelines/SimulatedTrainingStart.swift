import Files
import Imaging
import NeuralNetworks
import SymmetryClassification

/// The network of a training on simulated patterns, and its first parameters.
struct SimulatedTrainingStart {
  let model: Model
  /// The maps that an auxiliary head learns; nil if there is no such head.
  let map: SymmetryMapTarget?
  /// The preprocessing: that of the earlier model, or local contrast normalisation.
  let preprocessing: Preprocessing
  /// The number of patterns that the parameters have been trained on.
  let earlierPatterns: Int
  /// A hash of the parameters of the earlier model; nil for random parameters.
  let hash: String?

  /// Random parameters, or those of a model.
  ///
  /// - Throws: `PipelineError` if the model has other classes or another network.
  init(_ classes: [String], _ configuration: SimulatedTrainingConfiguration) throws {
    let (size, architecture) = (configuration.size, configuration.architecture)
    let withMap =
      configuration.mapWeight > 0 ? try architecture.networkWithMap(size: size, classes: classes.count) : nil
    let network = try withMap?.network ?? architecture.network(size: size, classes: classes.count)
    map = withMap?.map
    let random = Model(network, seed: configuration.seed)
    guard let name = configuration.start else {
      (model, earlierPatterns, hash) = (random, 0, nil)
      preprocessing = Preprocessing(
        size: size,
        fit: .crop,
        fillShadows: true,
        background: .none,
        localContrast: LocalContrast(),
        replaceOutliers: !configuration.keepOutliers
      )
      return
    }
    let source = try FineTuningSource(name)
    let earlier = source.classifier
    guard earlier.classes == classes else {
      throw PipelineError(
        "--start: \(source.path) has the classes \(earlier.classes.joined(separator: ", ")), but the structures have "
          + "the classes \(classes.joined(separator: ", ")); start from a model of the same classes"
      )
    }
    guard let model = random.beginning(with: earlier.model) else {
      throw PipelineError(
        "--start: \(source.path) has another network than \(architecture.rawValue) at \(size) pixels; start from a "
          + "model of the same network, or set its --architecture and --size"
      )
    }
    self.model = model
    preprocessing = earlier.preprocessing
    earlierPatterns = earlier.training.trainingPatterns
    hash = unsafe earlier.model.parameters.withUnsafeBytes { unsafe FNV1a.digits(of: $0) }
  }
}
