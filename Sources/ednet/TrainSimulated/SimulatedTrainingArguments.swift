import ArgumentParser
import Pipelines
import SymmetryClassification

extension SimulatedTrainingConfiguration.Variation: ExpressibleByArgument {}

/// The options of `train-simulated` for the network and its optimization.
struct SimulatedTrainingArguments: ParsableArguments {
  private static let defaults = SimulatedTrainingConfiguration()

  @Option(help: ArgumentHelp("The number of epochs.", valueName: "n")) var epochs = defaults.epochs

  @Option(help: ArgumentHelp("New patterns per epoch.", valueName: "n")) var patternsPerEpoch = defaults
    .patternsPerEpoch

  @Option(help: ArgumentHelp("Width and height of the network's input, in pixels.", valueName: "pixels")) var size =
    defaults.size

  @Flag(
    inversion: .prefixedNo,
    exclusivity: .chooseLast,
    help: "Keep hot and dead pixels instead of replacing them by the median of their neighbours."
  ) var keepOutliers = defaults.keepOutliers

  @Option(help: "The network: \(Architecture.allCases.map(\.rawValue).joined(separator: ", ")).") var architecture =
    defaults.architecture

  @Option(
    help: ArgumentHelp(
      "Start from a model of the same classes and network instead of random parameters: a file or a run's folder.",
      valueName: "model"
    ),
    completion: .file(extensions: ["safetensors"])
  ) var start: String?

  @Option(help: ArgumentHelp("Patterns per optimizer step.", valueName: "n")) var batchSize = defaults.batchSize

  @Option(help: ArgumentHelp("The greatest learning rate.", valueName: "rate")) var learningRate = defaults.learningRate

  @Option(
    help: ArgumentHelp(
      "The share of the epochs, at the end, over which the learning rate falls to 0.",
      valueName: "share"
    )
  ) var decay = defaults.decay

  @Option(help: ArgumentHelp("The weight decay.", valueName: "rate")) var weightDecay = defaults.weightDecay

  @Option(help: ArgumentHelp("The share of each label that is spread over all classes.", valueName: "share"))
  var labelSmoothing = defaults.labelSmoothing

  @Option(
    help: ArgumentHelp(
      "The decay of the running mean of the parameters, which becomes the model; 0 for none.",
      valueName: "decay"
    )
  ) var averaging = defaults.averaging

  @Option(
    help: ArgumentHelp(
      "The weight of the maps of symmetry elements, an auxiliary target; 0 for no maps.",
      valueName: "weight"
    )
  ) var mapWeight = defaults.mapWeight

  @Option(help: ArgumentHelp("Random seed.", valueName: "n")) var seed = defaults.seed

  /// Sets the options of a configuration.
  func apply(to all: inout SimulatedTrainingConfiguration) {
    (all.epochs, all.patternsPerEpoch, all.size) = (epochs, patternsPerEpoch, size)
    (all.architecture, all.start, all.batchSize) = (architecture, start, batchSize)
    (all.learningRate, all.decay, all.weightDecay) = (learningRate, decay, weightDecay)
    (all.labelSmoothing, all.averaging) = (labelSmoothing, averaging)
    (all.mapWeight, all.seed, all.keepOutliers) = (mapWeight, seed, keepOutliers)
  }
}

/// The options of `train-simulated` for the crystals and their patterns.
struct CrystalArguments: ParsableArguments {
  private static let defaults = SimulatedTrainingConfiguration()

  @Option(
    help: ArgumentHelp(
      "The classes: \(SymmetryLevel.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "level"
    )
  ) var label = defaults.label

  @Option(
    help: ArgumentHelp(
      "The share of structures that are held out; 0 validates on new patterns of the training structures.",
      valueName: "share"
    )
  ) var holdOut = defaults.holdOut

  @Option(
    help: ArgumentHelp(
      "A text file of the names of structures to leave out, one per line, such as those of a later test.",
      valueName: "file"
    )
  ) var exclude: String?

  @Option(help: ArgumentHelp("Use at most n structures, the classes in turn.", valueName: "n")) var limit: Int?

  @Option(
    help: ArgumentHelp(
      "The largest primitive cell of a training structure, for a first lesson; the held-out structures stay the same.",
      valueName: "Å³"
    )
  ) var largestCell: Double?

  @Option(
    help: ArgumentHelp(
      "Show structures of small cells more often: by the volume of the primitive cell to the power of minus this.",
      valueName: "exponent"
    )
  ) var smallCells = defaults.smallCells

  @Option(help: ArgumentHelp("The share of crystals by two-beam theory, 0 to 1.", valueName: "share"))
  var twoBeamShare = defaults.twoBeamShare

  @Option(help: ArgumentHelp("Virtual crystals of each structure with a dynamical master pattern.", valueName: "n"))
  var virtualMasters = defaults.virtualMasters

  @Option(
    help: ArgumentHelp(
      "New virtual crystals of each class in an epoch, whose dynamical master patterns are simulated while the network "
        + "learns; each is shown in \(CrystalQueue.epochs) epochs.",
      valueName: "n"
    )
  ) var freshMasters = defaults.freshMasters

  @Option(
    help: ArgumentHelp(
      "The largest primitive cell of virtual crystals with a dynamical master pattern.",
      valueName: "Å³"
    )
  ) var largestVirtual: Double?

  @Option(
    help: ArgumentHelp(
      "The distance of two-beam virtual crystals from their structures: near, or free, which keeps the space group "
        + "alone and gives half of them atoms of their own.",
      valueName: "near|free"
    )
  ) var variation = defaults.variation

  @Option(
    help: ArgumentHelp(
      "The largest primitive cell in dynamical theory; larger cells are shown by two-beam theory alone.",
      valueName: "Å³"
    )
  ) var largestDynamical = defaults.largestDynamical

  @Option(
    help: ArgumentHelp(
      "The spacing of the finest planes of master patterns; by default 0.55 to 0.8, by the volume of the primitive "
        + "cell.",
      valueName: "Å"
    )
  ) var minimumSpacing: Double?

  @Option(help: ArgumentHelp("Rows of each hemisphere of a master pattern, odd.", valueName: "n")) var masterSize =
    defaults.masterSize

  @Option(help: ArgumentHelp("Patterns of the same crystal in an epoch.", valueName: "n")) var patternsPerCrystal =
    defaults.patternsPerCrystal

  @Option(help: ArgumentHelp("Validation patterns per held-out structure.", valueName: "n")) var validationPatterns =
    defaults.validationPatterns

  @Option(
    help: ArgumentHelp(
      "A JSON file of parameter ranges of the training patterns; wide ranges by default.",
      valueName: "file"
    )
  ) var conditions: String?

  @Option(
    help: ArgumentHelp(
      "A JSON file of parameter ranges of the validation patterns; by default those of 'ednet simulate'.",
      valueName: "file"
    )
  ) var validationConditions: String?

  @Option(help: ArgumentHelp("The folder of master patterns.", valueName: "folder")) var cache = defaults.cache

  /// Sets the options of a configuration.
  func apply(to all: inout SimulatedTrainingConfiguration) {
    (all.label, all.holdOut, all.exclude, all.limit) = (label, holdOut, exclude, limit)
    (all.largestCell, all.smallCells) = (largestCell, smallCells)
    (all.twoBeamShare, all.virtualMasters) = (twoBeamShare, virtualMasters)
    all.freshMasters = freshMasters
    (all.largestVirtual, all.variation) = (largestVirtual, variation)
    (all.largestDynamical, all.minimumSpacing) = (largestDynamical, minimumSpacing)
    (all.masterSize, all.patternsPerCrystal) = (masterSize, patternsPerCrystal)
    (all.validationPatterns, all.conditions) = (validationPatterns, conditions)
    (all.validationConditions, all.cache) = (validationConditions, cache)
  }
}
