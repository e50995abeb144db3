import ArgumentParser
import Pipelines
import SymmetryClassification

extension Architecture: ExpressibleByArgument {}
extension ClassifierOptions.OptimizerName: ExpressibleByArgument {}
extension TrainingConfiguration.Schedule: ExpressibleByArgument {}
extension TrainingConfiguration.ClassWeights: ExpressibleByArgument {}
extension TrainingConfiguration.Background: ExpressibleByArgument {}

/// The options of `train` for the network and its optimization.
struct TrainingArguments: ParsableArguments {
  private static let defaults = TrainingConfiguration()

  @Option(
    help: ArgumentHelp(
      "The network: \(Architecture.allCases.map(\.rawValue).joined(separator: ", ")), or a JSON file.",
      discussion: "A JSON file has the format that 'ednet inspect --json' prints for a model; "
        + "its input and output must match the size and the number of classes.",
      valueName: "name"
    )
  ) var architecture = defaults.architecture

  @Option(
    help: ArgumentHelp(
      "Start from a model instead of random parameters: a file, or the folder of a run.",
      discussion: "Its preprocessing is kept. If the classes differ, the last layer is replaced.",
      valueName: "model"
    ),
    completion: .file(extensions: ["safetensors"])
  ) var start: String?

  @Option(help: ArgumentHelp("The greatest number of passes over the training patterns.", valueName: "n")) var epochs =
    defaults.epochs

  @Option(help: ArgumentHelp("Patterns per optimizer step.", valueName: "n")) var batchSize = defaults.batchSize

  @Option(help: ArgumentHelp("The greatest learning rate.", valueName: "rate")) var learningRate = defaults.learningRate

  @Option(help: "The schedule of the learning rate: constant, step (a tenth after each third), cosine, plateau.")
  var schedule = defaults.schedule

  @Option(help: "The optimizer: adam, adamW, sgd.") var optimizer = defaults.optimizer

  @Option(help: ArgumentHelp("The weight decay.", valueName: "rate")) var weightDecay = defaults.weightDecay

  @Option(help: ArgumentHelp("The share of each label that is spread over all classes.", valueName: "share"))
  var labelSmoothing = defaults.labelSmoothing

  @Option(help: ArgumentHelp("The greatest norm of the gradient; 0 for no limit.", valueName: "norm")) var clipNorm =
    defaults.clipNorm

  @Option(help: ArgumentHelp("none, or balanced: each class has the same weight, whatever its number of patterns."))
  var classWeights = defaults.classWeights

  @Option(
    help: ArgumentHelp(
      "Stop after this many epochs without a lower validation loss; 0 for no limit.",
      valueName: "epochs"
    )
  ) var patience = defaults.patience

  @Option(help: ArgumentHelp("Random seed.", valueName: "n")) var seed = defaults.seed

  /// Sets the options of a configuration.
  func apply(to all: inout TrainingConfiguration) {
    (all.architecture, all.start, all.epochs) = (architecture, start, epochs)
    (all.batchSize, all.learningRate, all.schedule) = (batchSize, learningRate, schedule)
    (all.optimizer, all.weightDecay) = (optimizer, weightDecay)
    (all.labelSmoothing, all.clipNorm) = (labelSmoothing, clipNorm)
    (all.classWeights, all.patience, all.seed) = (classWeights, patience, seed)
  }
}

/// The options of `train` for the preprocessing and augmentation of patterns.
struct PatternArguments: ParsableArguments {
  private static let defaults = TrainingConfiguration()

  @Option(help: ArgumentHelp("Width and height of the network's input, in pixels.", valueName: "pixels")) var size =
    defaults.size

  @OptionGroup var staticBackground: StaticBackgroundOption

  @Option(
    help: ArgumentHelp(
      "The removal of the background: divide by or subtract a wide Gaussian mean, local-contrast, or none.",
      discussion: """
        Use division for EBSD patterns, none for spot patterns. Local contrast normalisation also removes structure
        broader than bands, such as static backgrounds.
        """
    )
  ) var background = defaults.background

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Crop images that are not square around their centre instead of padding them."
  ) var crop = defaults.crop

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Fill dark areas outside the screen with the brightness around them."
  ) var fillShadows = defaults.fillShadows

  @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Use only the inscribed disc of each pattern.")
  var circularMask = defaults.circularMask

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Keep hot and dead pixels instead of replacing them by the median of their neighbours."
  ) var keepOutliers = defaults.keepOutliers

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Clip intensities at two percentiles, such as 1 99, before they are normalised.",
      valueName: "percent"
    )
  ) var percentiles: [Float] = []

  @Option(
    help: ArgumentHelp(
      "The random variation of training patterns: ebsd, spots, none, or a JSON file.",
      discussion: "A JSON file sets each effect: rotation, mirrorProbability, zoom, shift, gain, "
        + "gamma, poissonCounts, gaussianNoise, blur, backgroundGradient, occlusionProbability, "
        + "occlusionSize. The others are as in ebsd.",
      valueName: "name"
    )
  ) var augment = defaults.augment

  @Flag(inversion: .prefixedNo, exclusivity: .chooseLast, help: "Also mirror training patterns.") var mirror = defaults
    .mirror

  /// Sets the options of a configuration.
  func apply(to all: inout TrainingConfiguration) {
    (all.size, all.background, all.crop) = (size, background, crop)
    all.staticBackground = staticBackground.name
    (all.fillShadows, all.circularMask, all.percentiles) = (fillShadows, circularMask, percentiles)
    (all.keepOutliers, all.augment, all.mirror) = (keepOutliers, augment, mirror)
  }

  func validate() throws {
    guard percentiles.isEmpty || percentiles.count == 2 else {
      throw ValidationError("--percentiles takes two numbers, such as 1 99.")
    }
  }
}
