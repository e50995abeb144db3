import Foundation
import NeuralNetworks
import RandomNumbers
import Testing

@testable import SpokenDigits

@Suite struct SequenceClassifierTests {
  /// Tones of 0.08 to 0.3 s that rise or fall by an octave, with noise: only their order in time tells them apart.
  private func glides(_ count: Int, key: Int) -> SequenceClassifier.Examples {
    let transform = LogMel(rate: 8000, bands: 12)
    let sequences = (0..<count).map { index -> [Float] in
      var generator = KeyedGenerator(key, index)
      let length = 640 + Int(1760 * generator.uniform(in: 0...1))
      let low = Double(generator.uniform(in: 300...900))
      var phase = 0.0
      return transform(
        (0..<length).map { i in
          let time = Double(i) / Double(length)
          phase += 2 * Double.pi * low * pow(2, index % 2 == 0 ? time : 1 - time) / 8000
          return Float(0.3 * sin(phase)) + 0.02 * generator.normal()
        }
      )
    }
    return .init(sequences: sequences, labels: sequences.indices.map { $0 % 2 })
  }

  @Test func risingAndFallingTonesAreToldApart() throws {
    let settings = SequenceClassifier.Settings(
      units: 8,
      layers: 2,
      dropout: 0.1,
      epochs: 6,
      batchSize: 8,
      learningRate: 1e-2
    )
    let (training, test) = (glides(96, key: 1), glides(60, key: 2))
    let classifier = try SequenceClassifier(
      training: training,
      features: 12,
      classes: 2,
      steps: 30,
      settings: settings,
      seed: 1,
      threads: 1
    )
    let answers = classifier.classes(of: test.sequences)
    #expect(accuracy(answers, test.labels) > 0.9)
    // An answer does not depend on the other sequences.
    #expect(classifier.classes(of: [test.sequences[7]]) == [answers[7]])
  }

  @Test func accuracyIsTheShareOfRightAnswers() {
    #expect(accuracy([1, 2, 3, 4], [1, 2, 0, 4]) == 0.75)
    let accuracies = SeededAccuracies(values: [0.5, 0.75, 1])
    #expect(accuracies.description == "75.00 % (50.00 to 100.00, 3 seeds)")
  }
}
