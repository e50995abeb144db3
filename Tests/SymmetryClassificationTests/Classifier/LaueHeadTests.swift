import Crystallography
import Foundation
import NeuralNetworks
import RandomNumbers
import Testing

@testable import SymmetryClassification

@Suite struct LaueHeadTests {
  private static let lattices = BravaisLattice.allCases
  private static let laueClasses = LaueClass.allCases

  private static func random(_ count: Int, _ seed: Int) -> [Float] {
    var generator = KeyedGenerator(seed)
    return (0..<count).map { _ in generator.normal() }
  }

  private static func head(features: Int) -> LaueHead {
    LaueHead(weights: random(11 * features, 1), bias: random(11, 2), lattices: lattices)
  }

  private static func softmax(_ values: [Float]) -> [Double] {
    let exponentials = values.map { exp(Double($0)) }
    return exponentials.map { $0 / exponentials.reduce(0, +) }
  }

  /// p(l, L) ∝ p(l) p(L)^½ for pairs that go together, by explicit sums.
  @Test func answersAreTheSumsOfTheJointProbability() {
    let head = Self.head(features: 5)
    let (features, logits) = (Self.random(5, 3), Self.random(14, 4))
    let laue = Self.softmax(
      (0..<11).map { row in
        Self.random(11, 2)[row]
          + zip(Self.random(55, 1)[row * 5..<(row + 1) * 5], features).reduce(0) { $0 + $1.0 * $1.1 }
      }
    )
    let lattice = Self.softmax(logits)
    var joint = (0..<14).map { l in
      (0..<11).map { Self.laueClasses[$0].allows(Self.lattices[l]) ? lattice[l] * laue[$0].squareRoot() : 0 }
    }
    let sum = joint.joined().reduce(0, +)
    joint = joint.map { $0.map { $0 / sum } }

    let logarithms = head.logarithms(of: features)
    let probabilities = Self.softmax(head.adjusted(logits, by: logarithms))
    for (found, row) in zip(probabilities, joint) { #expect(abs(found - row.reduce(0, +)) < 1e-5) }
    let found = head.probabilities(probabilities.map(Float.init), by: logarithms)
    for L in 0..<11 {
      let expected = joint.reduce(0) { $0 + $1[L] }
      #expect(abs(Double(found[L]) - expected) < 1e-5)
    }
  }

  @Test func laueClassesNeverContradictTheLattice() {
    let head = Self.head(features: 3)
    // The Laue output alone is certain of m-3m.
    var logarithms = [Float](repeating: -200, count: 11)
    logarithms[10] = 0
    var probabilities = [Float](repeating: 0, count: 14)
    probabilities[0] = 0.7
    probabilities[13] = 0.3
    let found = head.probabilities(probabilities, by: logarithms)
    #expect(abs(found[0] - 0.7) < 1e-6 && abs(found[10] - 0.3) < 1e-6)
    #expect(abs(found.reduce(0, +) - 1) < 1e-6)
  }

  @Test func theHeadIsPartOfAModelFile() throws {
    var classifier = try SmallClassifier.untrained()
    let count = ClassifierPredictor.featureCount(of: classifier.model)
    let lattices = [BravaisLattice.hP, .cI, .cF]
    #expect(classifier.classes == lattices.map(\.rawValue))
    classifier.laueHead = LaueHead(weights: Self.random(11 * count, 6), bias: Self.random(11, 7), lattices: lattices)
    let folder = try TemporaryPatterns()
    let path = folder.root + "/model.safetensors"
    try classifier.write(to: path)
    let read = try Classifier(contentsOf: path)
    #expect(read.laueHead == classifier.laueHead)
    let image = SmallClassifier.stripes(1).images[0].image
    let prediction = try read.predict(image)
    let laue = try #require(prediction.laueClasses)
    #expect(abs(laue.reduce(0, +) - 1) < 1e-5)
    // hP is trigonal or hexagonal, cI and cF are cubic.
    #expect(abs(laue[5...8].reduce(0, +) - prediction.probabilities[0]) < 1e-5)
    #expect(abs(laue[9] + laue[10] - prediction.probabilities[1] - prediction.probabilities[2]) < 1e-5)

    classifier.classes = ["ferrite", "austenite", "cementite"]
    try classifier.write(to: path)
    let error = #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
    #expect(error?.description.contains("its classes are not Bravais lattices") == true)
    classifier.classes = lattices.map(\.rawValue)
    classifier.laueHead = LaueHead(weights: Self.random(22, 6), bias: Self.random(11, 7), lattices: lattices)
    try classifier.write(to: path)
    #expect(throws: ModelFileError.self) { try Classifier(contentsOf: path) }
  }

  @Test func fusedAnswersHaveLaueClasses() throws {
    var classifier = try SmallClassifier.untrained()
    let lattices = [BravaisLattice.hP, .cI, .cF]
    #expect(classifier.classes == lattices.map(\.rawValue))
    classifier.laueHead = LaueHead(weights: Self.random(11, 6), bias: Self.random(11, 7), lattices: lattices)
    var fusion = FolderFusion(classifier)
    var laue = [Float](repeating: 0, count: 11)
    (laue[9], laue[10], laue[8]) = (0.1, 0.7, 0.2)
    for name in ["x/1.png", "x/2.png"] {
      fusion.add(FilePrediction(file: name, prediction: Prediction(probabilities: [0.2, 0.1, 0.7], laueClasses: laue)))
    }
    let fused = try #require(fusion.predictions.first?.prediction)
    #expect(fused.mostProbableLaueClass?.laueClass == .mBar3M)
    let sums = try #require(fused.laueClasses)
    #expect(abs(sums[8] - fused.probabilities[0]) < 1e-5)
  }
}
