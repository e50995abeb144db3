/// The type of a crystallographic rotation or rotoinversion; the raw value is its symbol.
///
/// It follows from determinant and trace: International Tables for Crystallography A (2016), table 1.2.2.1.
public enum RotationType: String, CaseIterable, Sendable {
  /// The identity.
  case one = "1"
  /// A rotation by 180°.
  case two = "2"
  /// A rotation by 120°.
  case three = "3"
  /// A rotation by 90°.
  case four = "4"
  /// A rotation by 60°.
  case six = "6"
  /// The inversion.
  case bar1 = "-1"
  /// A reflection in a plane.
  case m
  /// A rotation by 120° with the inversion.
  case bar3 = "-3"
  /// A rotation by 90° with the inversion.
  case bar4 = "-4"
  /// A rotation by 60° with the inversion.
  case bar6 = "-6"

  /// Returns the type of a matrix in the basis of a cell; nil if no lattice has such a symmetry.
  init?(_ matrix: IntegerMatrix3) {
    switch (matrix.determinant, matrix.trace) {
    case (1, 3): self = .one
    case (1, -1): self = .two
    case (1, 0): self = .three
    case (1, 1): self = .four
    case (1, 2): self = .six
    case (-1, -3): self = .bar1
    case (-1, 1): self = .m
    case (-1, 0): self = .bar3
    case (-1, -1): self = .bar4
    case (-1, -2): self = .bar6
    default: return nil
    }
    // Determinant and trace do not exclude a shear such as ((1, 1, 0), (0, 1, 0), (0, 0, 1)).
    var power = matrix
    for _ in 1..<order { power = power * matrix }
    guard power == .identity else { return nil }
  }

  /// The smallest power that is the identity.
  public var order: Int {
    switch self {
    case .one: 1
    case .two, .bar1, .m: 2
    case .three: 3
    case .four, .bar4: 4
    case .six, .bar3, .bar6: 6
    }
  }

  /// True for a rotation, which preserves handedness.
  public var isProper: Bool {
    switch self {
    case .one, .two, .three, .four, .six: true
    case .bar1, .m, .bar3, .bar4, .bar6: false
    }
  }
}
