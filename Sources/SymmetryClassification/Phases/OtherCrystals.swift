import Crystallography
import Diffraction
import RandomNumbers

/// Random crystals that are none of some phases, so that a network learns to answer "none of these".
///
/// They have the space groups of the phases or the full symmetry of one of the 14 Bravais lattices, cells of 1 to about
/// 20 atoms, and random elements. Crystals that look like one of the phases are drawn again.
struct OtherCrystals: Sendable {
  private let prototypes: [CrystalPrototype]
  private let phases: [(lattice: BravaisLattice, volume: Double)]

  /// The ratio of the volumes of primitive cells within which crystals of one lattice count as alike: 8 % in length.
  private static let alike = 0.79...1.26
  private static let attempts = 16

  /// Prepares the prototypes.
  ///
  /// - Throws: `CrystalError` if a phase cannot be a prototype.
  init(than phases: [LabeledStructure]) throws(CrystalError) {
    self.phases = phases.map { ($0.symmetry.spaceGroup.bravaisLattice, $0.symmetry.primitive.cell.volume) }
    var prototypes: [CrystalPrototype] = []
    for phase in phases { prototypes.append(try CrystalPrototype(phase.symmetry)) }
    if let element = Element(atomicNumber: 26) {
      for lattice in BravaisLattice.allCases {
        let crystal = try Self.crystal(of: lattice, element)
        prototypes.append(try CrystalPrototype(CrystalSymmetry(of: crystal)))
      }
    }
    self.prototypes = prototypes
  }

  /// Draws a crystal in a primitive cell; nil if none was found.
  func draw(_ generator: inout KeyedGenerator) -> LabeledStructure? {
    for _ in 0..<Self.attempts {
      let prototype = prototypes[generator.index(below: prototypes.count)]
      guard let (crystal, symmetry) = prototype.virtualCrystal(.free, using: &generator) else { continue }
      let lattice = symmetry.spaceGroup.bravaisLattice
      let isAlike = phases.contains { $0.lattice == lattice && Self.alike.contains(crystal.cell.volume / $0.volume) }
      if !isAlike { return LabeledStructure(crystal, symmetry: symmetry, name: crystal.name) }
    }
    return nil
  }

  /// A crystal of one atom at each point of a lattice.
  private static func crystal(of lattice: BravaisLattice, _ element: Element) throws(CrystalError) -> Crystal {
    // Typical edges in Å and angles in degrees of the conventional cell, without symmetry beyond that of the lattice.
    let (lengths, angles): (Vector3, Vector3) =
      switch lattice {
      case .aP: ([4.1, 5.2, 6.3], [81, 94, 107])
      case .mP: ([4.1, 5.2, 6.3], [90, 103, 90])
      case .mS: ([8.3, 4.4, 6.1], [90, 107, 90])
      case .oP: ([3.9, 5, 6.4], [90, 90, 90])
      case .oS: ([4.5, 7.3, 5.4], [90, 90, 90])
      case .oI: ([4.2, 5.5, 7.3], [90, 90, 90])
      case .oF: ([5.4, 7.1, 9.2], [90, 90, 90])
      case .tP: ([4.2, 4.2, 5.7], [90, 90, 90])
      case .tI: ([4, 4, 7.6], [90, 90, 90])
      case .hR: ([4.4, 4.4, 13.1], [90, 90, 120])
      case .hP: ([3.8, 3.8, 5.5], [90, 90, 120])
      case .cP: ([4, 4, 4], [90, 90, 90])
      case .cI: ([4.2, 4.2, 4.2], [90, 90, 90])
      case .cF: ([4.9, 4.9, 4.9], [90, 90, 90])
      }
    let centring: [Vector3] =
      switch lattice {
      case .aP, .mP, .oP, .tP, .hP, .cP: [.zero]
      case .mS, .oS: [.zero, [0.5, 0.5, 0]]
      case .oI, .tI, .cI: [.zero, [0.5, 0.5, 0.5]]
      case .oF, .cF: [.zero, [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
      case .hR: [.zero, [2.0 / 3, 1.0 / 3, 1.0 / 3], [1.0 / 3, 2.0 / 3, 2.0 / 3]]
      }
    let cell = try UnitCell(
      a: lengths.x,
      b: lengths.y,
      c: lengths.z,
      alpha: angles.x,
      beta: angles.y,
      gamma: angles.z
    )
    return Crystal(
      name: lattice.rawValue,
      cell: cell,
      atoms: centring.map { AtomSite(element: element, position: $0) }
    )
  }
}
