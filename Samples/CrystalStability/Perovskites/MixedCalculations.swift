/// Calculations of perovskites of one composition, of which two ions share one site in equal parts.
struct MixedCalculations: Sendable {
  /// The elements that share a site.
  let mixed: [String]
  /// The element alone on the other site.
  let alone: String
  /// The lowest energy of the calculated orders, in eV for 40 atoms, without corrections.
  let lowest: Double
  /// The mean energy of the calculated orders, in eV for 40 atoms, without corrections.
  let mean: Double

  /// The formation energy from the binary oxides of one of the energies, in eV per atom; nil if an oxide is missing.
  func formationEnergy(_ energy: Double, as perovskite: MixedPerovskite, oxides: [Ion: Double]) -> Double? {
    guard let first = oxides[perovskite.mixed[0]], let second = oxides[perovskite.mixed[1]],
      let other = oxides[perovskite.alone]
    else { return nil }
    return (energy - 4 * first - 4 * second - 8 * other) / 40
  }
}
