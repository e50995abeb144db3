import ArgumentParser
import Imaging
import NeuralNetworks
import SymmetryClassification

/// The options of `train-simulated` that say how parameters move.
struct SimulatedTrainingArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Times that so many patterns are drawn.", valueName: "n"))
  var epochs = 100

  @Option(help: ArgumentHelp("Patterns drawn in an epoch.", valueName: "n"))
  var patternsPerEpoch = 20_000

  @Option(
    help: ArgumentHelp("Width and height of what the network sees, in pixels.", valueName: "pixels")
  )
  var size = 96

  @Option(
    help: "The network: \(Architecture.allCases.map(\.rawValue).joined(separator: ", "))."
  )
  var architecture = Architecture.residual

  @Option(
    help: ArgumentHelp(
      "A model to begin with instead of random parameters, of the same classes and network: a file, or the folder of a "
        + "run.",
      valueName: "model"
    ),
    completion: .file(extensions: ["safetensors"])
  )
  var start: String?

  @Option(help: ArgumentHelp("Patterns between two steps of the optimizer.", valueName: "n"))
  var batchSize = 64

  @Option(help: ArgumentHelp("The learning rate at its highest.", valueName: "rate"))
  var learningRate: Float = 0.002

  @Option(
    help: ArgumentHelp(
      "The share of the epochs, the last ones, over which the learning rate falls to 0.",
      valueName: "share"
    )
  )
  var decay: Float = 0.2

  @Option(help: ArgumentHelp("How strongly weights decay.", valueName: "rate"))
  var weightDecay: Float = 0.01

  @Option(
    help: ArgumentHelp("The share of each label spread over all classes.", valueName: "share")
  )
  var labelSmoothing: Float = 0.02

  @Option(
    help: ArgumentHelp(
      "The decay of the running mean of the parameters that is kept; 0 for none.",
      valueName: "decay"
    )
  )
  var averaging: Float = 0.998

  @Option(
    help: ArgumentHelp(
      "How much maps of symmetry elements, learnt beside the class, count; 0 for none.",
      valueName: "weight"
    )
  )
  var mapWeight: Float = 4

  @Option(help: ArgumentHelp("What all that is random depends on.", valueName: "n"))
  var seed = 1

  /// The options as the library takes them.
  func options(threads: Int?) -> ClassifierOptions {
    ClassifierOptions(
      training: TrainingOptions(
        epochs: epochs,
        batchSize: batchSize,
        learningRate: learningRate,
        schedule: .warmUpStableDecay(warmUp: 0.2, decay: decay),
        clipNorm: 5,
        averaging: averaging > 0 ? averaging : nil,
        seed: seed,
        threads: threads
      ),
      optimizer: .adamW,
      weightDecay: weightDecay,
      labelSmoothing: labelSmoothing,
      augmentation: nil
    )
  }

  func validate() throws {
    guard (1...10_000_000).contains(patternsPerEpoch) else {
      throw ValidationError("--patterns-per-epoch must be 1 to 10000000.")
    }
    guard mapWeight >= 0, mapWeight.isFinite else {
      throw ValidationError("--map-weight cannot be negative.")
    }
    guard Preprocessing.sizes.contains(size) else {
      throw ValidationError(
        "--size must be \(Preprocessing.sizes.lowerBound) to \(Preprocessing.sizes.upperBound)."
      )
    }
    do { try options(threads: nil).validate() } catch { throw ValidationError("\(error).") }
  }
}
