/// A perovskite with its formation energy and inputs.
struct LabelledPerovskite: Sendable {
  /// The decision that named its sites.
  enum Origin: Sendable, Equatable {
    /// The species lists allow this order only.
    case lists
    /// The lists allow several orders; the published network's prediction for this one is nearest to the energy, by a
    /// margin in eV per atom.
    case network(margin: Double)
  }

  /// The ions on their sites.
  let perovskite: Perovskite
  /// The inputs of the networks.
  let inputs: [Double]
  /// The formation energy from binary oxides in eV per atom.
  let energy: Double
  /// The prediction of the published network in eV per atom.
  let published: Double
  /// The decision that named the sites.
  let origin: Origin

  /// The elements without their sites; perovskites of the same elements belong to one composition.
  var composition: [String] { [perovskite.a.element, perovskite.b.element].sorted() }
  /// True if the ion on A is at least as large as the one on B.
  var hasLargerIonOnA: Bool { inputs[0] >= inputs[2] }
}
