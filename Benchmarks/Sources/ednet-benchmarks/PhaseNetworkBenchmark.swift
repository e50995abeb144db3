import Diffraction
import Foundation
import NeuralNetworks
import SymmetryClassification
import Workers

/// Phases of simulated scans, by a network that is trained on ednet's master patterns.
///
/// The scans are those of ``PhaseBenchmark``: EMsoft's patterns of several phases, which the network has never seen.
enum PhaseNetworkBenchmark {
  private static let conditions: [(dose: Float, contrast: Float)] = [(500, 0.05), (500, 0.15), (2000, 0.05)]
  /// The probability from which `ednet phases` takes a network's answer.
  private static let least: Float = 0.95

  /// Prints a table of doses and contrasts, with a network trained for each.
  ///
  /// - Parameters:
  ///   - folder: pairs of a CIF and EMsoft's master pattern.
  ///   - count: the number of patterns of each crystal and condition.
  ///   - trainingPatterns: the number of training patterns.
  ///   - start: the model from which training starts.
  /// - Throws: the errors of reading the files, of simulation and of training.
  static func run(folder: String, count: Int, trainingPatterns: Int, start: String) throws {
    let pool = WorkerPool()
    let samples = try PhaseSamples(emsoft: folder, pool: pool)
    let model = try Classifier(contentsOf: start).model
    print("| electrons per pixel | contrast | right | sure and right | sure and wrong | of | training | patterns/s |")
    print("|---|---|---|---|---|---|---|---|")
    for (dose, contrast) in conditions {
      let images = samples.patterns(count, dose: dose, contrast: contrast, pool: pool)
      let clock = ContinuousClock()
      let began = clock.now
      var training = try PhaseNetworkTraining(
        samples.phases,
        voltage: PhaseSamples.voltage,
        detectors: [PhaseSamples.geometry],
        sample: images
      )
      training.patterns = trainingPatterns
      guard let classifier = try training.classifier(from: model) else { return }
      let trained = clock.now
      let predictions = try classifier.predict(images)
      let rate = Double(images.count) / (trained.duration(to: clock.now) / .seconds(1))
      let isRight = predictions.enumerated().map { $1.mostProbableClass == $0 / count }
      let isSure = predictions.map { $0.isPattern && ($0.probabilities.dropLast().max() ?? 0) >= least }
      let (sureRight, sureWrong) = (
        zip(isRight, isSure).count { $0 && $1 }, zip(isRight, isSure).count { !$0 && $1 }
      )
      print(
        "| \(Int(dose)) | \(contrast) | \(isRight.count { $0 }) | \(sureRight) | \(sureWrong) | \(images.count) "
          + "| \(Int(began.duration(to: trained) / .seconds(1))) s | \(Int(rate)) |"
      )
    }
  }
}
