import Crystallography

/// Textbook crystals for tests.
enum CrystalExamples {
  /// Face-centred cubic nickel, a = 3.524 Å.
  static func nickel() throws -> Crystal {
    try cubic("Ni", edge: 3.524, [("Ni", faceCentred([0, 0, 0]))], debyeWallerFactor: 0.364)
  }

  /// Silicon in the diamond structure, with the origin at an atom.
  static func silicon() throws -> Crystal {
    try cubic(
      "Si",
      edge: 5.431,
      [("Si", faceCentred([0, 0, 0]) + faceCentred([0.25, 0.25, 0.25]))]
    )
  }

  /// Gallium arsenide in the zinc blende structure, without a centre of inversion.
  static func galliumArsenide() throws -> Crystal {
    try cubic(
      "GaAs",
      edge: 5.653,
      [("Ga", faceCentred([0, 0, 0])), ("As", faceCentred([0.25, 0.25, 0.25]))]
    )
  }

  /// Hexagonal close-packed magnesium.
  static func magnesium() throws -> Crystal {
    Crystal(
      name: "Mg",
      cell: try UnitCell(a: 3.209, b: 3.209, c: 5.211, gamma: 120),
      atoms: [[1.0 / 3, 2.0 / 3, 0.25], [2.0 / 3, 1.0 / 3, 0.75]].compactMap { position in
        Element(symbol: "Mg").map {
          AtomSite(element: $0, position: position, debyeWallerFactor: 1.855)
        }
      }
    )
  }

  /// Pyrite, cubic without fourfold axes, Laue class m-3.
  static func pyrite() throws -> Crystal {
    let u = 0.3848
    let sulfur: [Vector3] = [
      [u, u, u], [0.5 - u, 1 - u, 0.5 + u], [1 - u, 0.5 + u, 0.5 - u], [0.5 + u, 0.5 - u, 1 - u],
    ]
    return try cubic(
      "FeS2",
      edge: 5.418,
      [("Fe", faceCentred([0, 0, 0])), ("S", sulfur + sulfur.map { [1, 1, 1] - $0 })]
    )
  }

  /// A fictitious triclinic crystal without symmetry, with three elements and partially occupied sites.
  static func triclinic() throws -> Crystal {
    let sites: [(symbol: String, position: Vector3, occupancy: Double, b: Double)] = [
      ("O", [0.05, 0.11, 0.93], 1, 0.9), ("O", [0.62, 0.27, 0.38], 0.8, 1.2),
      ("Fe", [0.31, 0.78, 0.16], 0.6, 0.4), ("Ba", [0.31, 0.78, 0.16], 0.4, 0.4),
      ("Fe", [0.81, 0.55, 0.70], 1, 0.6),
    ]
    return Crystal(
      name: "triclinic",
      cell: try UnitCell(a: 4.1, b: 5.3, c: 6.2, alpha: 81, beta: 102, gamma: 95),
      atoms: sites.compactMap { site in
        Element(symbol: site.symbol).map {
          AtomSite(
            element: $0,
            position: site.position,
            occupancy: site.occupancy,
            debyeWallerFactor: site.b
          )
        }
      }
    )
  }

  /// The four points of a face-centred lattice.
  static func faceCentred(_ position: Vector3) -> [Vector3] {
    [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]].map { position + $0 }
  }

  static func cubic(
    _ name: String,
    edge: Double,
    _ sites: [(symbol: String, positions: [Vector3])],
    debyeWallerFactor: Double = 0.5
  ) throws -> Crystal {
    Crystal(
      name: name,
      cell: try UnitCell(a: edge, b: edge, c: edge),
      atoms: sites.flatMap { site in
        site.positions.compactMap { position in
          Element(symbol: site.symbol).map {
            AtomSite(element: $0, position: position, debyeWallerFactor: debyeWallerFactor)
          }
        }
      }
    )
  }

  /// The 48 operations of m-3m about cubic axes, or the 24 of -43m.
  static func cubicOperations(polar: Bool = false) -> [Matrix3] {
    let axes: [Vector3] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    var operations: [Matrix3] = []
    for (a, b, c) in [(0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1), (2, 1, 0), (1, 0, 2)] {
      for signs in 0..<8 {
        let sign: [Double] = (0..<3).map { signs >> $0 & 1 == 0 ? 1 : -1 }
        guard !polar || sign.reduce(1, *) == 1 else { continue }
        operations.append(Matrix3(columns: axes[a] * sign[0], axes[b] * sign[1], axes[c] * sign[2]))
      }
    }
    return operations
  }
}
