import Crystallography
import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import SymmetryClassification
import Workers

enum PhaseNetworkBenchmark {
  static func run(_ numbers: [Int], _ words: [String]) throws {
    let (count, patterns) = (numbers.first ?? 12, numbers.count > 1 ? numbers[1] : 60_000)
    let start = words.count > 1 && words[1] != "-" ? try Classifier(contentsOf: words[1]).model : nil
    if words[0].hasSuffix(".json") { return try measured(words[0], candidates: words[2], patterns, start) }
    let pool = WorkerPool()
    let samples = try PhaseSamples(emsoft: words[0], pool: pool)
    let out = words.count > 2 ? words[2] : ""
    let phases = zip(samples.names, samples.phases).filter { $0.0 != out }.map(\.1)
    let names = samples.names.filter { $0 != out }
    let conditions: [(Float, Float)] =
      numbers.count > 3 ? [(Float(numbers[2]), Float(numbers[3]) / 100)] : [(500, 0.05), (500, 0.02), (100, 0.05)]
    for (dose, contrast) in conditions {
      let images = pool.map(samples.names.count * count) { number in
        samples.pattern(
          number / count, PhaseSamples.orientation(number), number: number, dose: dose, contrast: contrast)
      }
      let truth = images.indices.map { names.firstIndex(of: samples.names[$0 / count]) ?? names.count }
      try report(
        phases, [PhaseSamples.geometry], images, truth, patterns, start, name: "\(dose) \(contrast)")
    }
  }

  private static func report(
    _ phases: [PhaseNetworkTraining.Phase], _ detectors: [DetectorGeometry], _ images: [GrayImage], _ truth: [Int],
    _ patterns: Int, _ start: Model?, name: String, each: Bool = false
  ) throws {
    let began = ContinuousClock.now
    var training = try PhaseNetworkTraining(
      phases, voltage: PhaseSamples.voltage, detectors: detectors, sample: images)
    training.patterns = patterns
    print("\(name): dose \(training.ranges.dose), prepared in \(began.duration(to: .now))")
    guard
      let classifier = try training.classifier(
        from: start,
        progress: {
          if case .epoch(let record, _) = $0 {
            print(record.epoch, record.trainingLoss, record.trainingAccuracy ?? 0, began.duration(to: .now) / .seconds(1))
          }
          return true
        })
    else { return }
    print("trained in \(began.duration(to: .now))")
    let predictions = try classifier.predict(images)
    var (right, sureRight, sureWrong, none, odd) = (0, 0, 0, 0, 0)
    for (prediction, truth) in zip(predictions, truth) {
      let best = prediction.mostProbableClass
      if best == truth { right += 1 }
      if !prediction.isPattern { odd += 1 }
      if best == phases.count, truth < phases.count { none += 1 }
      if prediction.probabilities[best] >= 0.9 { if best == truth { sureRight += 1 } else { sureWrong += 1 } }
      if each {
        print(
          truth, best, prediction.isPattern, prediction.outOfDistributionScore ?? 0,
          prediction.probabilities.map { String(format: "%.2f", $0) }.joined(separator: " "))
      }
    }
    print(
      "\(name): right \(right) of \(images.count); at 0.9 right \(sureRight), wrong \(sureWrong); none \(none), not a pattern \(odd); T \(classifier.calibration.temperature)"
    )
  }

  private static func measured(_ path: String, candidates: String, _ patterns: Int, _ start: Model?) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let pool = WorkerPool()
    let files = try FileManager.default.contentsOfDirectory(atPath: candidates).filter { $0.hasSuffix(".cif") }.sorted()
    let samples = try PhaseSamples(structures: files.map { "\(candidates)/\($0)" }, pool: pool)
    var (images, detectors, truth): ([GrayImage], [DetectorGeometry], [Int]) = ([], [], [])
    for set in try PatternSet.all(path) {
      for (index, name) in set.images.enumerated() {
        let image = try ImageFormats.read(ImageReference(named: "\(folder)/\(name)")).image
        let center = set.patternCentres[min(index, set.patternCentres.count - 1)]
        detectors.append(
          DetectorGeometry(width: image.width, height: image.height, patternCenter: [center[0], center[1], center[2]]))
        images.append(image)
        truth.append(samples.names.firstIndex { set.structure.contains($0) } ?? -1)
      }
    }
    try report(samples.phases, detectors, images, truth, patterns, start, name: path, each: true)
  }
}
