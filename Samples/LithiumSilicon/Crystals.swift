import Atomistics
import Foundation

/// Crystals of the system and the energies of its elements.
enum Crystals {
  /// Silicon with diamond's structure: a primitive cell with the edge a of the cubic cell in Å.
  static func silicon(_ a: Double) -> AtomicStructure {
    AtomicStructure(
      cell: [[0, a / 2, a / 2], [a / 2, 0, a / 2], [a / 2, a / 2, 0]],
      positions: [.zero, SIMD3(repeating: a / 4)],
      species: [1, 1]
    )
  }

  /// Body-centred cubic lithium with the edge a in Å.
  static func lithium(_ a: Double) -> AtomicStructure {
    AtomicStructure(
      cell: [[a, 0, 0], [0, a, 0], [0, 0, a]],
      positions: [.zero, SIMD3(repeating: a / 2)],
      species: [0, 0]
    )
  }

  /// Li15Si4 (I-43d) with the edge a in Å: Si in 16c with x = 0.208, Li in 12a and in 48e with (0.12, 0.16, 0.96).
  static func richest(_ a: Double) -> AtomicStructure {
    let silicon = orbit([0.208, 0.208, 0.208])
    let lithium = orbit([0.375, 0, 0.25]) + orbit([0.12, 0.16, 0.96])
    return AtomicStructure(
      cell: [[a, 0, 0], [0, a, 0], [0, 0, a]],
      positions: (silicon + lithium).map { a * $0 },
      species: silicon.map { _ in 1 } + lithium.map { _ in 0 }
    )
  }

  /// The distinct positions to which I-43d moves a point.
  ///
  /// From the general position of space group 220 in the International Tables A.
  private static func orbit(_ p: SIMD3<Double>) -> [SIMD3<Double>] {
    let (x, y, z) = (p.x, p.y, p.z)
    let rotated: [SIMD3<Double>] = [
      [x, y, z], [0.5 - x, -y, 0.5 + z], [-x, 0.5 + y, 0.5 - z], [0.5 + x, 0.5 - y, -z],
    ]
    let mirrored: [SIMD3<Double>] = [
      [y + 0.25, x + 0.25, z + 0.25], [-y + 0.25, -x + 0.75, z + 0.75], [y + 0.75, -x + 0.25, -z + 0.75],
      [-y + 0.75, x + 0.75, -z + 0.25],
    ]
    var result: [SIMD3<Double>] = []
    for q in rotated + mirrored {
      for turned: SIMD3<Double> in [q, [q.z, q.x, q.y], [q.y, q.z, q.x]] {
        for center: SIMD3<Double> in [.zero, SIMD3(repeating: 0.5)] {
          var point = turned + center
          point -= point.rounded(.down)
          let isNew = result.allSatisfy { other in
            let difference = point - other
            return length(difference - difference.rounded(.toNearestOrEven)) > 1e-6
          }
          if isNew { result.append(point) }
        }
      }
    }
    return result
  }
}

/// Formation energies relative to the relaxed elements of a potential.
struct FormationEnergies<P: Potential>: Sendable {
  /// The energy in eV of an atom of each species in its element.
  let elements: [Double]

  init(_ potential: P) {
    elements = [Crystals.lithium(3.44), Crystals.silicon(5.46)].map { crystal in
      Relaxation(of: crystal, in: potential, tolerance: 1e-4).energy / Double(crystal.count)
    }
  }

  /// The formation energy in eV/atom.
  func callAsFunction(_ energy: Double, of structure: AtomicStructure) -> Double {
    let reference = structure.species.reduce(0) { $0 + elements[$1] }
    return (energy - reference) / Double(structure.count)
  }
}

extension AtomicStructure {
  /// The share of lithium among the atoms.
  var lithiumShare: Double { Double(species.count { $0 == 0 }) / Double(count) }
}
