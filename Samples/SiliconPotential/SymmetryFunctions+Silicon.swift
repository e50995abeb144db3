extension SymmetryFunctions {
  /// The functions of our own network: seven narrow radial functions from 2 to 5 Å and three wide ones, and angular
  /// functions of three widths.
  static let silicon = SymmetryFunctions(
    cutoff: 5.5,
    radial: (0..<7).map { Radial(eta: 4, center: 2 + 0.5 * Double($0)) }
      + [0.036, 0.071, 0.179].map { Radial(eta: $0, center: 4) },
    angularEtas: [0.036, 0.071, 0.179],
    zetas: [1, 2, 4, 16]
  )
}
