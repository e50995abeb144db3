import Testing

@testable import Crystallography

/// A textbook structure: the atoms of a cell, without symmetry.
///
/// Cells and coordinates: R. W. G. Wyckoff, Crystal Structures 1 (1963).
struct TextbookStructure: Sendable, CustomTestStringConvertible {
  let name: String
  let cell: (a: Double, b: Double, c: Double, beta: Double, gamma: Double)
  let atoms: [(symbol: String, position: Vector3)]
  let spaceGroup: Int
  let primitiveAtoms: Int

  /// True if the crystal has symmetries that its cell lacks.
  var isCellLessSymmetric: Bool { name.hasSuffix(" cell") }

  var testDescription: String { name }

  init(
    _ name: String,
    _ a: Double,
    _ b: Double,
    _ c: Double,
    beta: Double = 90,
    gamma: Double = 90,
    _ spaceGroup: Int,
    primitiveAtoms: Int,
    _ atoms: [(symbol: String, position: Vector3)]
  ) {
    (self.name, self.atoms) = (name, atoms)
    cell = (a, b, c, beta, gamma)
    (self.spaceGroup, self.primitiveAtoms) = (spaceGroup, primitiveAtoms)
  }

  func crystal() throws -> Crystal {
    Crystal(
      name: name,
      cell: try UnitCell(a: cell.a, b: cell.b, c: cell.c, beta: cell.beta, gamma: cell.gamma),
      atoms: try atoms.map { symbol, position in
        AtomSite(element: try #require(Element(symbol: symbol)), position: position.inCell)
      }
    )
  }

  private static func faceCentred(
    _ symbol: String,
    _ position: Vector3
  ) -> [(symbol: String, position: Vector3)] {
    [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]].map { (symbol, position + $0) }
  }

  static let copper = Self(
    "copper",
    3.615,
    3.615,
    3.615,
    225,
    primitiveAtoms: 1,
    faceCentred("Cu", .zero)
  )
  static let rockSalt = Self(
    "rock salt",
    5.64,
    5.64,
    5.64,
    225,
    primitiveAtoms: 2,
    faceCentred("Na", .zero) + faceCentred("Cl", [0.5, 0.5, 0.5])
  )
  static let caesiumChloride = Self(
    "caesium chloride",
    4.123,
    4.123,
    4.123,
    221,
    primitiveAtoms: 2,
    [("Cs", [0, 0, 0]), ("Cl", [0.5, 0.5, 0.5])]
  )
  static let quartz = Self(
    "quartz",
    4.913,
    4.913,
    5.405,
    gamma: 120,
    154,
    primitiveAtoms: 9,
    quartzAtoms
  )

  /// Silicon at x 0 0 and its images, oxygen at x y z, of P3₂21.
  private static let quartzAtoms: [(symbol: String, position: Vector3)] = {
    let (u, x, y, z) = (0.4697, 0.4135, 0.2669, 0.7858)
    let third = 1.0 / 3
    return [
      ("Si", [u, 0, 2 * third]), ("Si", [0, u, third]), ("Si", [-u, -u, 0]), ("O", [x, y, z]),
      ("O", [-y, x - y, z + 2 * third]), ("O", [y - x, -x, z + third]), ("O", [y, x, -z]),
      ("O", [x - y, -y, third - z]), ("O", [-x, y - x, 2 * third - z]),
    ]
  }()

  static let all = [
    copper, rockSalt, caesiumChloride, quartz,
    Self(
      "diamond",
      3.567,
      3.567,
      3.567,
      227,
      primitiveAtoms: 2,
      faceCentred("C", .zero) + faceCentred("C", [0.25, 0.25, 0.25])
    ),
    // The same in a body-centred tetragonal cell, with a/√2.
    Self(
      "diamond, tetragonal cell",
      2.52225,
      2.52225,
      3.567,
      227,
      primitiveAtoms: 2,
      [("C", [0, 0, 0]), ("C", [0.5, 0.5, 0.5]), ("C", [0, 0.5, 0.25]), ("C", [0.5, 0, 0.75])]
    ),
    Self(
      "zinc blende",
      5.409,
      5.409,
      5.409,
      216,
      primitiveAtoms: 2,
      faceCentred("Zn", .zero) + faceCentred("S", [0.25, 0.25, 0.25])
    ),
    Self(
      "fluorite",
      5.463,
      5.463,
      5.463,
      225,
      primitiveAtoms: 3,
      faceCentred("Ca", .zero) + faceCentred("F", [0.25, 0.25, 0.25])
        + faceCentred("F", [0.75, 0.75, 0.75])
    ),
    Self(
      "tungsten",
      3.165,
      3.165,
      3.165,
      229,
      primitiveAtoms: 1,
      [("W", [0, 0, 0]), ("W", [0.5, 0.5, 0.5])]
    ),
    Self(
      "magnesium",
      3.209,
      3.209,
      5.211,
      gamma: 120,
      194,
      primitiveAtoms: 2,
      [("Mg", [1.0 / 3, 2.0 / 3, 0.25]), ("Mg", [2.0 / 3, 1.0 / 3, 0.75])]
    ),
    // The same in the orthohexagonal cell, b = √3 a.
    Self(
      "magnesium, orthohexagonal cell",
      3.209,
      5.558_151,
      5.211,
      194,
      primitiveAtoms: 2,
      [
        ("Mg", [0, 0, 0]), ("Mg", [0.5, 0.5, 0]), ("Mg", [0, 1.0 / 3, 0.5]),
        ("Mg", [0.5, 5.0 / 6, 0.5]),
      ]
    ),
    Self(
      "wurtzite",
      3.811,
      3.811,
      6.234,
      gamma: 120,
      186,
      primitiveAtoms: 4,
      [
        ("Zn", [1.0 / 3, 2.0 / 3, 0]), ("Zn", [2.0 / 3, 1.0 / 3, 0.5]),
        ("S", [1.0 / 3, 2.0 / 3, 0.374]), ("S", [2.0 / 3, 1.0 / 3, 0.874]),
      ]
    ),
    Self(
      "perovskite",
      3.905,
      3.905,
      3.905,
      221,
      primitiveAtoms: 5,
      [
        ("Sr", [0.5, 0.5, 0.5]), ("Ti", [0, 0, 0]), ("O", [0.5, 0, 0]), ("O", [0, 0.5, 0]),
        ("O", [0, 0, 0.5]),
      ]
    ),
    Self(
      "white tin",
      5.831,
      5.831,
      3.182,
      141,
      primitiveAtoms: 2,
      [
        ("Sn", [0, 0, 0]), ("Sn", [0.5, 0.5, 0.5]), ("Sn", [0, 0.5, 0.25]), ("Sn", [0.5, 0, 0.75]),
      ]
    ),
    // Bismuth in hexagonal axes.
    Self(
      "bismuth",
      4.546,
      4.546,
      11.862,
      gamma: 120,
      166,
      primitiveAtoms: 2,
      [0, 1.0 / 3, 2.0 / 3].flatMap { (shift: Double) -> [(symbol: String, position: Vector3)] in
        // The obverse setting: ⅔ ⅓ ⅓ and ⅓ ⅔ ⅔.
        let centre: Vector3 = [-shift, shift, shift]
        return [("Bi", centre + [0, 0, 0.2339]), ("Bi", centre - [0, 0, 0.2339])]
      }
    ),
    // Gallium, C centred.
    Self(
      "gallium",
      4.523,
      7.661,
      4.524,
      64,
      primitiveAtoms: 4,
      [([0.0, 0.0], 1.0), ([0.5, 0.5], 1)].flatMap {
        centre,
        _ -> [(symbol: String, position: Vector3)] in
        let (y, z) = (0.1549, 0.081)
        return ([[0, y, z], [0, -y, -z], [0.5, -y, z + 0.5], [0.5, y, 0.5 - z]] as [Vector3]).map {
          ("Ga", $0 + [centre[0], centre[1], 0])
        }
      }
    ),
    // Made up: P2₁/n, with the glide along the diagonal.
    Self(
      "monoclinic",
      5.1,
      6.3,
      7.7,
      beta: 104,
      14,
      primitiveAtoms: 4,
      [
        ("As", [0.11, 0.23, 0.34]), ("As", [0.39, 0.73, 0.16]), ("As", [-0.11, -0.23, -0.34]),
        ("As", [0.61, 0.27, 0.84]),
      ]
    ),
    Self(
      "triclinic",
      4.1,
      5.3,
      6.2,
      beta: 102,
      gamma: 95,
      1,
      primitiveAtoms: 3,
      [("O", [0.05, 0.11, 0.93]), ("Fe", [0.62, 0.27, 0.38]), ("Ba", [0.31, 0.78, 0.16])]
    ),
  ]
}

extension Crystal {
  /// The same crystal in another cell, whose edges are integer combinations (columns) of this cell's edges.
  func inBasis(_ basis: Matrix3) throws -> Crystal {
    let inverse = basis.inverse
    var atoms: [AtomSite] = []
    for atom in self.atoms {
      for shift in 0..<125 {
        let cells = Vector3(
          Double(shift % 5 - 2),
          Double(shift / 5 % 5 - 2),
          Double(shift / 25 - 2)
        )
        var copy = atom
        copy.position = (inverse * (atom.position + cells)).inCell
        let isNew = atoms.allSatisfy {
          $0.element != copy.element || ($0.position - copy.position).nearestImage.length > 1e-6
        }
        if isNew { atoms.append(copy) }
      }
    }
    return Crystal(
      name: name,
      cell: try UnitCell(spannedBy: cell.directMatrix * basis),
      atoms: atoms
    )
  }
}
