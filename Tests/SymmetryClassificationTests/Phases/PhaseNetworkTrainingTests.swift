import Crystallography
import Diffraction
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct PhaseNetworkTrainingTests {
  private static func phases() throws -> [PhaseNetworkTraining.Phase] {
    try ["cF/nickel", "cI/molybdenum"].map { name in
      let structure = try LabeledStructure(path: Project.structures.appending(path: name + ".cif").path)
      let bands = TwoBeamBands(
        of: structure.crystal,
        beam: ElectronBeam(acceleratingVoltage: 20),
        minimumSpacing: 1,
        count: 20
      )
      return PhaseNetworkTraining.Phase(structure, bands.masterPattern(size: 61))
    }
  }

  private static func training(threads: Int) throws -> PhaseNetworkTraining {
    let detector = DetectorGeometry(width: 64, height: 64, patternCenter: [0.5, 0.3, 0.6])
    var training = try PhaseNetworkTraining(phases(), voltage: 20, detectors: [detector], sample: [])
    (training.patterns, training.validationPatterns, training.threads) = (16, 8, threads)
    return training
  }

  @Test func theNetworkNamesPhasesAndNone() throws {
    let classifier = try #require(try Self.training(threads: 2).classifier())
    #expect(classifier.classes == ["nickel", "molybdenum", "none of these"])
    #expect(classifier.training.trainingPatterns == 16 && classifier.calibration.patterns == 8)
    let same = try #require(try Self.training(threads: 1).classifier())
    #expect(same.model.parameters == classifier.model.parameters)
    #expect(same.calibration == classifier.calibration)
    let results = ThreadsAsProcesses.run(2) { group in
      var training = try Self.training(threads: 1)
      training.processes = group
      return try training.classifier()
    }
    for result in results {
      let shared = try #require(try result.get())
      #expect(shared.model.parameters == classifier.model.parameters)
      #expect(shared.calibration == classifier.calibration)
    }
  }

  @Test func aStoppedTrainingGivesNoClassifier() throws {
    var training = try Self.training(threads: 2)
    training.patterns = 8000
    var batches = 0
    let stopped = try training.classifier {
      if case .batch = $0 { batches += 1 }
      return batches < 1
    }
    #expect(stopped == nil && batches == 1)
  }

  @Test func aStartGivesAllLayersButTheLast() throws {
    let start = Model(try Architecture.residual.network(size: 96, classes: 14), seed: 5)
    var training = try Self.training(threads: 2)
    training.patterns = 8
    training.learningRate = 1e-9
    let model = try #require(try training.classifier(from: start)).model
    let first = model.network.plan.steps[0].parameterRange
    #expect(zip(model.parameters[first], start.parameters[first]).allSatisfy { abs($0 - $1) < 1e-6 })
  }
}
