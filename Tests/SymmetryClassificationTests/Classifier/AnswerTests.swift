import Foundation
import Imaging
import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct AnswerTests {
  private func stripes(_ count: Int) throws -> (files: TemporaryPatterns, paths: [String]) {
    let files = try TemporaryPatterns()
    let paths = try (0..<count).map { index in
      let image = StripedPattern.allCases[index % 3].image(size: 20, number: index)
      try files.write("\(index).png", PNG.encode(image, bitDepth: .eight))
      return files.root + "/\(index).png"
    }
    return (files, paths)
  }

  @Test func anAnswerDependsOnItsImageAlone() throws {
    let (files, paths) = try stripes(9)
    defer { withExtendedLifetime(files) {} }
    let classifier = try SmallClassifier.untrained()
    let together = try classifier.answers(for: paths, by: classifier.predictor(threads: 3))
      .map { try $0.get() }
    #expect(together.map(\.file) == paths)
    let single = classifier.predictor(threads: 1)
    for (path, expected) in zip(paths, together) {
      let alone = try classifier.answers(for: [path], by: single)[0].get()
      #expect(alone.probabilities == expected.probabilities)
      #expect(abs(alone.probabilities.reduce(0, +) - 1) < 1e-6)
    }
    let turned = try classifier.answers(for: paths.reversed(), by: single).map { try $0.get() }
    #expect(turned.reversed().map(\.probabilities) == together.map(\.probabilities))
    #expect(classifier.answers(for: [], by: single).isEmpty)
  }

  @Test func theAnswerIsThatOfTheNetwork() throws {
    let (files, paths) = try stripes(1)
    defer { withExtendedLifetime(files) {} }
    let classifier = try SmallClassifier.untrained()
    let predictor = classifier.predictor(threads: 1)
    let answer = try classifier.answers(for: paths, by: predictor)[0].get()
    let input = classifier.preprocessing(StripedPattern.horizontal.image(size: 20, number: 0))
    let logits = predictor.logits(for: input).map { exp(Double($0)) }
    for (probability, logit) in zip(answer.probabilities, logits) {
      #expect(abs(Double(probability) - logit / logits.reduce(0, +)) < 1e-6)
    }
    let probabilities = answer.ranking.map { answer.probabilities[$0] }
    #expect(probabilities == answer.probabilities.sorted(by: >))
  }

  /// Training, evaluation, classification and inspection feed a network the same numbers.
  @Test func everyPathToTheNetworkHasTheSameInput() throws {
    let files = try TemporaryPatterns()
    // Of another size than the network's input, so that it is resized and rounded.
    let image = StripedPattern.allCases[1].image(size: 37, number: 5)
    try files.write("cF/s/1.png", PNG.encode(image, bitDepth: .eight))
    let classifier = try SmallClassifier.untrained()
    let preprocessing = classifier.preprocessing
    let path = files.root + "/cF/s/1.png"
    let decoded = try PNG.read(path).image
    let scan = try PatternScan(PatternFolder(files.root, purpose: .evaluation)) {
      try ScannedPattern($0, $1, preprocessing: preprocessing)
    }
    #expect(preprocessing.finished(scan.contents[0].image.image) == preprocessing(decoded))
    let answer = try classifier.answers(for: [path], by: classifier.predictor(threads: 1))[0].get()
    #expect(classifier.probabilities(for: [scan.contents[0].image]) == [answer.probabilities])
    let seen = classifier.samples(for: [preprocessing.compacted(decoded)])[0]
    #expect(classifier.probabilities(of: seen.logits) == answer.probabilities)
  }

  @Test func badFilesLeaveTheOthersAsTheyAre() throws {
    let (files, paths) = try stripes(3)
    try files.write("bad.png", "no image")
    try files.write("colour.png", ColorImages.red)
    let classifier = try SmallClassifier.untrained()
    let predictor = classifier.predictor(threads: 2)
    let good = try classifier.answers(for: paths, by: predictor).map { try $0.get() }
    let mixed = classifier.answers(
      for: [
        files.root + "/bad.png", paths[0], files.root + "/none.png", paths[1], files.root, paths[2],
        files.root + "/colour.png",
      ],
      by: predictor
    )
    for (index, name) in [(0, "bad.png"), (2, "none.png"), (4, "")] {
      guard case .failure(let error) = mixed[index] else {
        Issue.record("answered \(name)")
        continue
      }
      #expect("\(error)".hasPrefix("\(files.root)\(name.isEmpty ? "" : "/")\(name): "), "\(error)")
    }
    for (index, expected) in zip([1, 3, 5], good) {
      #expect(try mixed[index].get().probabilities == expected.probabilities)
      #expect(try mixed[index].get().notes.isEmpty)
    }
    #expect(try mixed[6].get().notes == [.color])
  }

  @Test func equalProbabilitiesRankInTheOrderOfClasses() {
    let answer = Answer(file: "", probabilities: [0.2, 0.3, 0.2, 0.3], notes: [], isBlank: false)
    #expect(answer.ranking == [1, 3, 0, 2])
  }

  @Test func outputsThatAreNotFiniteAreNoAnswer() throws {
    let (files, paths) = try stripes(1)
    defer { withExtendedLifetime(files) {} }
    var classifier = try SmallClassifier.untrained()
    classifier.model.parameters = classifier.model.parameters.map { _ in .greatestFiniteMagnitude }
    let answer = classifier.answers(for: paths, by: classifier.predictor(threads: 1))[0]
    guard case .failure(.notFinite(file: paths[0])) = answer else {
      Issue.record("\(answer)")
      return
    }
  }
}
