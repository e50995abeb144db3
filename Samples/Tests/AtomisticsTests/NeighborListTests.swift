import RandomNumbers
import Testing

@testable import Atomistics

@Suite struct NeighborListTests {
  static let cells: [[SIMD3<Double>]] = [
    [[4, 0, 0], [0, 5, 0], [0, 0, 6]], [[3, 0.2, 0], [1.4, 2.5, 0.3], [-0.7, 0.4, 4]],
    [[12, 0, 0], [3, 11, 0], [0, -2, 13]], [[20, 1, 0], [0, 3, 0], [0, 0, 25]],
  ]

  /// All images by brute force.
  private func distances(in structure: AtomicStructure, of i: Int, within cutoff: Double) -> [Double] {
    var result: [Double] = []
    for a in -6...6 {
      for b in -6...6 {
        for c in -6...6 {
          let shift = Double(a) * structure.cell[0] + Double(b) * structure.cell[1] + Double(c) * structure.cell[2]
          for (j, position) in structure.positions.enumerated() where !(j == i && a == 0 && b == 0 && c == 0) {
            let distance = length(position + shift - structure.positions[i])
            if distance < cutoff { result.append(distance) }
          }
        }
      }
    }
    return result.sorted()
  }

  @Test(arguments: cells) func neighborsAreThoseOfAllImages(cell: [SIMD3<Double>]) {
    var generator = KeyedGenerator(1)
    // Positions may lie outside the cell.
    let positions = (0..<12).map { _ in
      (0..<3).reduce(SIMD3<Double>.zero) { $0 + Double(generator.uniform(in: -0.6...1.5)) * cell[$1] }
    }
    let structure = AtomicStructure(cell: cell, positions: positions, species: [Int](repeating: 0, count: 12))
    let cutoff = 5.5
    let list = NeighborList(of: structure, within: cutoff)
    for i in 0..<structure.count {
      var environment = Environment()
      list.environment(of: i, in: structure, within: cutoff, into: &environment)
      let expected = distances(in: structure, of: i, within: cutoff)
      #expect(environment.count == expected.count)
      for (a, b) in zip(environment.distances.sorted(), expected) { #expect(abs(a - b) < 1e-10) }
    }
  }
}
