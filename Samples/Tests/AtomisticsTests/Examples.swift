import Atomistics
import NeuralNetworks
import RandomNumbers

enum Examples {
  /// A small cell of two species with disorder.
  static func structure(_ key: Int = 1, atoms: Int = 7) -> AtomicStructure {
    var generator = KeyedGenerator(key)
    let cell: [SIMD3<Double>] = [[4.2, 0.1, 0], [0.5, 4, 0.2], [0, -0.4, 4.5]]
    let positions = (0..<atoms).map { _ in
      (0..<3).reduce(SIMD3<Double>.zero) { $0 + Double(generator.uniform(in: 0...1)) * cell[$1] }
    }
    return AtomicStructure(cell: cell, positions: positions, species: (0..<atoms).map { $0 % 2 })
  }

  /// A potential of two networks with random weights.
  static func potential(threads: Int? = 1) -> NeuralPotential<PairDescriptor> {
    NeuralPotential(
      elements: [3, 4].map { units in
        NeuralPotential<PairDescriptor>.ElementNetwork(
          descriptor: PairDescriptor(cutoff: 3.5),
          inputShift: [0.2, 0.1, -0.1],
          inputScale: [0.3, 0.4, 0.5],
          network: Perceptron(widths: [3, units, 1], activations: [.tanh, .identity], seed: units),
          outputScale: 1.5,
          outputShift: -2
        )
      },
      threads: threads
    )
  }
}
