import NeuralNetworks
import Pipelines
import SymmetryClassification
import Testing

@Suite struct TrainingConfigurationTests {
  private func refusal(_ change: (inout TrainingConfiguration) -> Void) -> String? {
    var configuration = TrainingConfiguration()
    change(&configuration)
    return #expect(throws: PipelineError.self) { try configuration.validate() }?.description
  }

  @Test func theDefaultsAreThoseOfTheLibrary() throws {
    let configuration = TrainingConfiguration()
    try configuration.validate()
    #expect(try configuration.preprocessing() == Preprocessing())
    #expect(try configuration.augmentation() == .ebsd)
  }

  @Test func valuesOutOfRangeAreRefused() {
    #expect(refusal { $0.ensemble = 0 } == "--ensemble must be 1 to 100 networks, not 0")
    #expect(refusal { $0.restarts = 101 } == "--restarts must be 1 to 100 initialisations, not 101")
    #expect(refusal { $0.seed = .max } == "--seed is too large: the seeds after it would overflow")
    #expect(refusal { $0.clipNorm = .nan } == "--clip-norm must be a number; 0 sets no limit")
    #expect(refusal { $0.patience = -1 } == "--patience cannot be negative")
  }

  @Test func outliersAreReplacedUnlessTheyAreKept() throws {
    var configuration = TrainingConfiguration()
    #expect(try configuration.preprocessing().replaceOutliers)
    configuration.keepOutliers = true
    #expect(try !configuration.preprocessing().replaceOutliers)
  }

  @Test func onePercentileIsNotARange() {
    var configuration = TrainingConfiguration()
    configuration.percentiles = [1]
    let error = #expect(throws: PipelineError.self) { try configuration.preprocessing() }
    #expect(error?.description == "--percentiles takes two numbers, such as 1 99")
  }

  @Test func zeroSwitchesClippingAndPatienceOff() throws {
    var configuration = TrainingConfiguration()
    (configuration.clipNorm, configuration.patience, configuration.augment) = (0, 0, "none")
    let options = try configuration.classifierOptions()
    #expect(options.training.clipNorm == nil && options.training.patience == nil && options.augmentation == nil)
    configuration.augment = "spots"
    configuration.mirror = false
    #expect(try configuration.augmentation()?.mirrorProbability == 0)
  }
}
