import SampleSupport

/// The published networks beside the calculations of mixed perovskites whose sites the lists name.
struct MixedComparison {
  /// The errors of one network, in eV per atom.
  struct Errors {
    /// The number of compositions.
    var count = 0
    /// The sum of the absolute errors of the lowest energies.
    var lowest = 0.0
    /// The sum of the absolute errors of the means over the orders.
    var mean = 0.0
  }

  /// The errors of the network for a shared site A.
  let onA: Errors
  /// The errors of the network for a shared site B.
  let onB: Errors

  /// Compares all compositions of which the lists allow one assignment of the sites.
  init(_ data: StabilityData) throws(SampleError) {
    var (onA, onB) = (Errors(), Errors())
    for calculations in data.mixedPerovskites {
      let options = data.sites.perovskites(mixed: calculations.mixed, alone: calculations.alone)
      guard options.count == 1, let perovskite = options.first,
        let lowest = calculations.formationEnergy(calculations.lowest, as: perovskite, oxides: data.oxides),
        let mean = calculations.formationEnergy(calculations.mean, as: perovskite, oxides: data.oxides)
      else { continue }
      let inputs = try perovskite.inputs(data.ions)
      let predictions = try inputs.map(data.network(perovskite.network, inputs: 10).energy)
      var errors = perovskite.isMixedOnA ? onA : onB
      errors.count += 1
      errors.lowest += abs((predictions.min() ?? .nan) - lowest)
      errors.mean += abs(predictions.reduce(0, +) / Double(predictions.count) - mean)
      if perovskite.isMixedOnA { onA = errors } else { onB = errors }
    }
    (self.onA, self.onB) = (onA, onB)
  }
}
