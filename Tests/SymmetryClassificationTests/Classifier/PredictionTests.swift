import Foundation
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct PredictionTests {
  private func stripes(_ count: Int) throws -> (files: TemporaryPatterns, paths: [String]) {
    let files = try TemporaryPatterns()
    let paths = try (0..<count).map { index in
      let image = StripedPattern.allCases[index % 3].image(size: 20, number: index)
      try files.write("\(index).png", PNG.encode(image, bitDepth: .eight))
      return files.root + "/\(index).png"
    }
    return (files, paths)
  }

  @Test func predictionsDependOnTheImageAlone() throws {
    let (files, paths) = try stripes(9)
    defer { withExtendedLifetime(files) {} }
    let classifier = try SmallClassifier.untrained()
    let together = try classifier.predictor(threads: 3).predictions(forFiles: paths)
      .map { try $0.get() }
    #expect(together.map(\.file) == paths)
    let single = classifier.predictor(threads: 1)
    for (path, expected) in zip(paths, together) {
      #expect(
        try single.predictions(forFiles: [path])[0].get().prediction == expected.prediction
      )
      #expect(abs(expected.prediction.probabilities.reduce(0, +) - 1) < 1e-6)
      #expect(try classifier.predict(PNG.read(path).image) == expected.prediction)
    }
    let images = try paths.map { try PNG.read($0).image }
    #expect(try classifier.predict(images, threads: 2) == together.map(\.prediction))
    let reversed = try single.predictions(forFiles: paths.reversed()).map { try $0.get() }
    #expect(reversed.reversed().map(\.prediction) == together.map(\.prediction))
    #expect(single.predictions(forFiles: []).isEmpty)
    #expect(try single.predict([GrayImage]()).isEmpty)
  }

  @Test func probabilitiesAreTheSoftmaxOfTheNetworksOutputs() throws {
    let classifier = try SmallClassifier.untrained()
    let image = StripedPattern.horizontal.image(size: 20, number: 0)
    let prediction = try classifier.predict(image)
    let outputs = Predictor(classifier.model).output(for: classifier.preprocessing(image))
      .map { exp(Double($0)) }
    for (probability, output) in zip(prediction.probabilities, outputs) {
      #expect(abs(Double(probability) - output / outputs.reduce(0, +)) < 1e-5)
    }
    let ranked = prediction.ranking.map { prediction.probabilities[$0] }
    #expect(ranked == prediction.probabilities.sorted(by: >))
    #expect(prediction.mostProbableClass == prediction.ranking[0])
  }

  /// Training, evaluation, classification and inspection feed a network the same numbers.
  @Test func everyPathToTheNetworkHasTheSameInput() throws {
    let files = try TemporaryPatterns()
    // Not of the network's size, so that it is resized and rounded.
    let image = StripedPattern.allCases[1].image(size: 37, number: 5)
    try files.write("cF/s/1.png", PNG.encode(image, bitDepth: .eight))
    let classifier = try SmallClassifier.untrained()
    let preprocessing = classifier.preprocessing
    let path = files.root + "/cF/s/1.png"
    let decoded = try PNG.read(path).image
    let scan = try PatternScan(PatternFolder(files.root, purpose: .evaluation)) {
      ScannedPattern($1, preprocessing: preprocessing)
    }
    let scanned = scan.contents[0].image
    #expect(preprocessing.normalized(scanned.image) == preprocessing(decoded))
    let predictor = classifier.predictor(threads: 1)
    let prediction = try predictor.predictions(forFiles: [path])[0].get().prediction
    #expect(try predictor.predict(decoded) == prediction)
    #expect(try predictor.predict(resized: [scanned]) == [prediction])
    let evaluated = try classifier.predictions(for: [0], of: scan, classes: classifier.classes)
    #expect(evaluated[0].probabilities == prediction.probabilities)
    let dataset = PatternDataset(
      images: [scanned],
      labels: [0],
      preprocessing: preprocessing,
      augmentation: nil,
      seed: 1
    )
    #expect(
      try predictor.predict(inputsOf: dataset)[0].probabilities == prediction.probabilities
    )
  }

  @Test(arguments: [2, 3]) func predictionsHaveTheSameBitsOnSeveralProcesses(count: Int) throws {
    let files = try TemporaryPatterns()
    for number in 0..<40 {
      let image = StripedPattern.allCases[number % 3].image(size: 20, number: number)
      try files.write("cF/s/\(number).png", PNG.encode(image, bitDepth: .eight))
    }
    let classifier = try SmallClassifier.untrained()
    let preprocessing = classifier.preprocessing
    let scan = try PatternScan(PatternFolder(files.root, purpose: .evaluation)) {
      ScannedPattern($1, preprocessing: preprocessing)
    }
    let dataset = PatternDataset(
      images: scan.contents.map(\.image),
      labels: [Int](repeating: 0, count: 40),
      preprocessing: preprocessing,
      augmentation: nil,
      seed: 1
    )
    @Sendable func predictions(_ group: any ProcessGroup) throws -> ([PatternPrediction], [Prediction]) {
      let indices = Array(scan.entries.indices.reversed())
      return try (
        classifier.predictions(for: indices, of: scan, classes: classifier.classes, threads: 1, processes: group),
        classifier.predictor(threads: 1).predict(inputsOf: dataset, processes: group)
      )
    }
    let expected = try predictions(SingleProcess())
    #expect(expected.0.count == 40)
    for result in ThreadsAsProcesses.run(count, predictions) { #expect(try result.get() == expected) }
  }

  @Test func unreadableFilesDoNotAffectOtherFiles() throws {
    let (files, paths) = try stripes(3)
    try files.write("bad.png", "no image")
    try files.write("colour.png", ColorImages.red)
    let predictor = try SmallClassifier.untrained().predictor(threads: 2)
    let good = try predictor.predictions(forFiles: paths).map { try $0.get() }
    let mixed = predictor.predictions(
      forFiles: [
        files.root + "/bad.png", paths[0], files.root + "/none.png", paths[1], files.root, paths[2],
        files.root + "/colour.png",
      ]
    )
    for (index, name) in [(0, "bad.png"), (2, "none.png"), (4, "")] {
      guard case .failure(let error) = mixed[index] else {
        Issue.record("classified \(name)")
        continue
      }
      #expect("\(error)".hasPrefix("\(files.root)\(name.isEmpty ? "" : "/")\(name): "), "\(error)")
    }
    for (index, expected) in zip([1, 3, 5], good) {
      #expect(try mixed[index].get().prediction == expected.prediction)
      #expect(try mixed[index].get().notes.isEmpty)
    }
    #expect(try mixed[6].get().notes == [.color])
  }

  @Test func blankImagesAreNotPatterns() throws {
    let classifier = try SmallClassifier.untrained()
    for size in [1, 16, 37, 300] {
      let blank = GrayImage(
        width: size,
        height: size,
        pixels: [Float](repeating: 127, count: size * size)
      )
      let prediction = try classifier.predict(blank)
      #expect(prediction.isBlank && !prediction.isPattern, "\(size)")
      var faint = blank
      faint.pixels = faint.pixels.indices.map { $0 < size * size / 2 ? 65534 : 65535 }
      if size > 1 { #expect(try !classifier.predict(faint).isBlank, "\(size)") }
    }
  }

  @Test func equalProbabilitiesRankInTheOrderOfClasses() {
    let prediction = Prediction(probabilities: [0.2, 0.3, 0.2, 0.3])
    #expect(prediction.ranking == [1, 3, 0, 2] && prediction.mostProbableClass == 1)
  }

  @Test func nonFiniteOutputsAreAnError() throws {
    let (files, paths) = try stripes(1)
    defer { withExtendedLifetime(files) {} }
    var classifier = try SmallClassifier.untrained()
    classifier.model.parameters = classifier.model.parameters.map { _ in .greatestFiniteMagnitude }
    let result = classifier.predictor(threads: 1).predictions(forFiles: paths)[0]
    guard case .failure(.nonFiniteOutputs(image: paths[0])) = result else {
      Issue.record("\(result)")
      return
    }
    let image = StripedPattern.horizontal.image(size: 20, number: 0)
    #expect(throws: ClassificationError.self) { try classifier.predict(image) }
  }
}
