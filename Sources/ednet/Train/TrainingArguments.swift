import ArgumentParser
import Imaging
import NeuralNetworks
import SymmetryClassification

extension Architecture: ExpressibleByArgument {}
extension ClassifierOptions.OptimizerName: ExpressibleByArgument {}

/// The options of `train` that say how parameters move.
struct TrainingArguments: ParsableArguments {
  enum Schedule: String, ExpressibleByArgument, CaseIterable {
    case constant, step, cosine, plateau
  }
  enum ClassWeights: String, ExpressibleByArgument, CaseIterable { case none, balanced }

  @Option(help: ArgumentHelp("Passes over the training patterns, at most.", valueName: "n"))
  var epochs = 40

  @Option(help: ArgumentHelp("Patterns between two steps of the optimizer.", valueName: "n"))
  var batchSize = 32

  @Option(help: ArgumentHelp("The learning rate at its highest.", valueName: "rate"))
  var learningRate: Float = 0.002

  @Option(
    help:
      "How the learning rate changes: constant, step (a tenth after each third), cosine, plateau."
  )
  var schedule = Schedule.cosine

  @Option(help: "How parameters move: adam, adamW, sgd.")
  var optimizer = ClassifierOptions.OptimizerName.adamW

  @Option(help: ArgumentHelp("How strongly weights decay.", valueName: "rate"))
  var weightDecay: Float = 0.01

  @Option(
    help: ArgumentHelp("The share of each label spread over all classes.", valueName: "share")
  )
  var labelSmoothing: Float = 0.05

  @Option(
    help: ArgumentHelp("The greatest norm of the gradient; 0 for any.", valueName: "norm")
  )
  var clipNorm: Float = 5

  @Option(
    help: ArgumentHelp(
      "none, or balanced: every class counts the same, however many patterns it has."
    )
  )
  var classWeights = ClassWeights.none

  @Option(
    help: ArgumentHelp(
      "Stop after so many epochs without a lower validation loss; 0 for never.",
      valueName: "epochs"
    )
  )
  var patience = 20

  @Option(help: ArgumentHelp("What all that is random depends on.", valueName: "n"))
  var seed = 1

  /// The options as the library takes them.
  func options(augmentation: Augmentation?, threads: Int?) -> ClassifierOptions {
    let schedule: LearningRateSchedule =
      switch schedule {
      case .constant: .constant
      case .step: .step(epochs: max(1, (epochs + 2) / 3), factor: 0.1)
      case .cosine: .cosine(warmUp: 1, floor: 0.01)
      case .plateau: .reduceOnPlateau(factor: 0.3, patience: 4)
      }
    return ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: batchSize,
        learningRate: learningRate,
        schedule: schedule,
        clipNorm: clipNorm == 0 ? nil : clipNorm,
        patience: patience > 0 ? patience : nil,
        seed: seed,
        threads: threads
      ),
      optimizer: optimizer,
      weightDecay: weightDecay,
      labelSmoothing: labelSmoothing,
      balancesClasses: classWeights == .balanced,
      augmentation: augmentation
    )
  }

  func validate() throws {
    if !clipNorm.isFinite {
      throw ValidationError("--clip-norm must be a number; 0 is for any.")
    }
    if patience < 0 { throw ValidationError("--patience cannot be negative.") }
  }
}

/// The options of `train` that say what the network sees.
struct PatternArguments: ParsableArguments {
  enum Background: String, ExpressibleByArgument, CaseIterable { case divide, subtract, none }
  @Option(
    help: ArgumentHelp("Width and height of what the network sees, in pixels.", valueName: "pixels")
  )
  var size = 128

  @Option(
    help: ArgumentHelp(
      "How the background goes: divide or subtract a wide Gaussian mean, or none.",
      discussion: "Division suits EBSD patterns; spot patterns want none."
    )
  )
  var background = Background.divide

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Cut images that are not square around their centre, instead of filling them up."
  )
  var crop = false

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Fill up what is beside the screen and dark with the brightness around it."
  )
  var fillShadows = false

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Look only at the inscribed disc."
  )
  var circularMask = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Clip intensities at two percentiles, such as 1 99, before they are scaled.",
      valueName: "percent"
    )
  )
  var percentiles: [Float] = []

  @Option(
    help: ArgumentHelp(
      "What varies in training: ebsd, spots, none, or a JSON file.",
      discussion: "A JSON file sets each effect: rotation, mirrorProbability, zoom, shift, gain, "
        + "gamma, poissonCounts, gaussianNoise, blur, backgroundGradient, occlusionProbability, "
        + "occlusionSize. Those left out are as in ebsd.",
      valueName: "name"
    )
  )
  var augment = "ebsd"

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Mirror patterns in training, or never."
  )
  var mirror = true

  /// The preprocessing, checked.
  func preprocessing() throws -> Preprocessing {
    let removal: BackgroundRemoval =
      switch background {
      case .divide: .divide(sigma: BackgroundRemoval.defaultSigma)
      case .subtract: .subtract(sigma: BackgroundRemoval.defaultSigma)
      case .none: .none
      }
    let preprocessing = Preprocessing(
      size: size,
      fit: crop ? .crop : .pad,
      fillShadows: fillShadows,
      background: removal,
      scaling: percentiles.isEmpty
        ? .standardize : .percentile(low: percentiles[0], high: percentiles[1]),
      circularMask: circularMask
    )
    try preprocessing.validate()
    return preprocessing
  }

  /// The augmentation, nil for none.
  func augmentation() throws -> Augmentation? {
    var augmentation: Augmentation
    switch augment {
    case "ebsd": augmentation = .ebsd
    case "spots": augmentation = .spots
    case "none": return nil
    default: augmentation = try JSONFile.read(augment, orOneOf: ["ebsd", "spots", "none"])
    }
    if !mirror { augmentation.mirrorProbability = 0 }
    return augmentation
  }

  func validate() throws {
    guard percentiles.isEmpty || percentiles.count == 2 else {
      throw ValidationError("--percentiles takes two numbers, such as 1 99.")
    }
  }
}
