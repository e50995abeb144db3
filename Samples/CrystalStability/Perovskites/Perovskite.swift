import SampleSupport

/// A perovskite ABO₃ with one cation on each site.
struct Perovskite: Hashable, Sendable, CustomStringConvertible {
  /// The cation with twelve oxygen neighbours.
  let a: Ion
  /// The cation with six oxygen neighbours.
  let b: Ion

  /// The formula.
  var description: String { "\(a.element)\(b.element)O3" }

  /// The four inputs of the networks: radius in ångströms and electronegativity of A, then of B.
  func inputs(_ table: IonTable) throws(SampleError) -> [Double] {
    try table.descriptors(of: a, radius: .independentOfSite) + table.descriptors(of: b, radius: .independentOfSite)
  }
}

/// A calculated energy of an unmixed perovskite, without labels of the sites.
struct PerovskiteCalculation: Sendable {
  /// The two cations' elements, in alphabetical order.
  let elements: [String]
  /// The energy of A₄B₄O₁₂ in eV, without corrections.
  let energy: Double

  /// The formation energy from the binary oxides in eV per atom; nil if an oxide is missing.
  ///
  /// (E(A₄B₄O₁₂) − 4 E(A) − 4 E(B)) / 20, with the energy E of a cation's oxide for each cation.
  func formationEnergy(as perovskite: Perovskite, oxides: [Ion: Double]) -> Double? {
    guard let a = oxides[perovskite.a], let b = oxides[perovskite.b] else { return nil }
    return (energy - 4 * a - 4 * b) / 20
  }
}
