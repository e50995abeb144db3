/// One of the 14 Bravais lattices; the raw value is the Pearson symbol without atom count.
///
/// The crystal family's letter is followed by the centring: P primitive, S one face centred (A, B or C),
/// I body centred, F all faces centred, R rhombohedral. International Tables for Crystallography A (2016),
/// section 3.1.2.
public enum BravaisLattice: String, CaseIterable, Codable, Sendable {
  /// Primitive triclinic.
  case aP
  /// Primitive monoclinic.
  case mP
  /// Base-centred monoclinic.
  case mS
  /// Primitive orthorhombic.
  case oP
  /// Base-centred orthorhombic.
  case oS
  /// Body-centred orthorhombic.
  case oI
  /// Face-centred orthorhombic.
  case oF
  /// Primitive tetragonal.
  case tP
  /// Body-centred tetragonal.
  case tI
  /// Rhombohedral.
  case hR
  /// Primitive hexagonal.
  case hP
  /// Primitive cubic.
  case cP
  /// Body-centred cubic.
  case cI
  /// Face-centred cubic.
  case cF

  /// Reads a Pearson symbol; mA, mB, mC and mI are mS, and oA, oB and oC are oS.
  public init?(symbol: String) {
    let standard: String
    switch symbol {
    case "mA", "mB", "mC", "mI": standard = "mS"  // a monoclinic I cell is a choice of axes of mS
    case "oA", "oB", "oC": standard = "oS"
    default: standard = symbol
    }
    self.init(rawValue: standard)
  }

  /// The lattice of a crystal family with the centring letter of a space group's standard setting.
  init?(crystalFamily: CrystalFamily, centring: Character) {
    let letter = ["A", "B", "C"].contains(centring) ? "S" : centring
    self.init(rawValue: crystalFamily.rawValue + String(letter))
  }

  /// The lattice system, which the lattice alone determines.
  public var latticeSystem: LatticeSystem {
    switch self {
    case .aP: .triclinic
    case .mP, .mS: .monoclinic
    case .oP, .oS, .oI, .oF: .orthorhombic
    case .tP, .tI: .tetragonal
    case .hR: .rhombohedral
    case .hP: .hexagonal
    case .cP, .cI, .cF: .cubic
    }
  }

  /// The crystal family, which the first letter of the symbol names.
  public var crystalFamily: CrystalFamily {
    switch latticeSystem {
    case .triclinic: .triclinic
    case .monoclinic: .monoclinic
    case .orthorhombic: .orthorhombic
    case .tetragonal: .tetragonal
    case .rhombohedral, .hexagonal: .hexagonal
    case .cubic: .cubic
    }
  }

  /// The name in words, as in "face-centred cubic".
  public var name: String {
    if self == .hR { return "rhombohedral" }
    let centring =
      switch rawValue.last {
      case "S": "base-centred"
      case "I": "body-centred"
      case "F": "face-centred"
      default: "primitive"
      }
    return "\(centring) \(latticeSystem.rawValue)"
  }
}
