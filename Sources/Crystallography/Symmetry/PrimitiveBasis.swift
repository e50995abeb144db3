/// The primitive basis of a centred lattice in terms of its conventional basis.
struct PrimitiveBasis {
  /// The primitive vectors in fractions of the conventional edges, as columns.
  let matrix: Matrix3

  /// Creates the usual basis: International Tables for Crystallography A (2016), table 1.5.1.1; obverse setting of R.
  init(centring: Character) {
    let (half, third) = (0.5, 1.0 / 3)
    matrix =
      switch centring {
      case "A": Matrix3(rows: [1, 0, 0], [0, half, -half], [0, half, half])
      case "C": Matrix3(rows: [half, half, 0], [-half, half, 0], [0, 0, 1])
      case "I": Matrix3(rows: [-half, half, half], [half, -half, half], [half, half, -half])
      case "F": Matrix3(rows: [0, half, half], [half, 0, half], [half, half, 0])
      case "R": Matrix3(rows: [2 * third, -third, -third], [third, third, -2 * third], [third, third, third])
      default: .identity
      }
  }
}
