import Foundation
import RandomNumbers

@testable import NeuralNetworks

/// Data for the tests of training.
enum TrainingExamples {
  /// Bars across, down and along the diagonal, with noise.
  static func bars(_ count: Int, side: Int = 8, seed: Int = 1) -> ArrayDataset {
    var (inputs, labels): ([[Float]], [Int]) = ([], [])
    for index in 0..<count {
      var generator = KeyedGenerator(seed, index)
      let label = index % 3
      let place = Int.random(in: 0..<side, using: &generator)
      inputs.append(
        (0..<side * side).map { i in
          let (row, column) = (i / side, i % side)
          let isLit = [row == place, column == place, (row + place) % side == column][label]
          return (isLit ? 1 : 0) + 0.2 * generator.normal()
        }
      )
      labels.append(label)
    }
    return ArrayDataset(
      shape: Shape(channels: 1, height: side, width: side),
      inputs: inputs,
      labels: labels
    )
  }

  /// Two arms that wind around each other.
  static func spirals(_ count: Int) -> ArrayDataset {
    let inputs = (0..<count).map { index in
      let radius = 0.1 + Float(index / 2) / Float(count / 2)
      let angle = 5 * radius + (index.isMultiple(of: 2) ? 0 : .pi)
      return [radius * cos(angle), radius * sin(angle)]
    }
    return ArrayDataset(
      shape: Shape(features: 2),
      inputs: inputs,
      labels: (0..<count).map { $0 % 2 }
    )
  }

  /// sin x over one period.
  static func sine(_ count: Int) -> ArrayDataset {
    let x = (0..<count).map { .pi * (2 * (Float($0) / Float(count - 1)) - 1) }
    return ArrayDataset(
      shape: Shape(features: 1),
      inputs: x.map { [$0] },
      values: x.map { [sin($0)] }
    )
  }

  static let xor = ArrayDataset(
    shape: Shape(features: 2),
    inputs: [[0, 0], [0, 1], [1, 0], [1, 1]],
    labels: [0, 1, 1, 0]
  )

  static func perceptron(
    _ inputs: Int,
    hidden: [Int],
    outputs: Int
  ) throws -> Model {
    let network = try Network(input: Shape(features: inputs)) {
      for units in hidden { Dense(units: units, activation: .tanh) }
      Dense(units: outputs)
    }
    return Model(network, seed: 1)
  }
}
