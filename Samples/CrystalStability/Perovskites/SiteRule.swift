import SampleSupport

/// The rule that names the sites of calculations that come without labels.
///
/// 1. One ion is in the list of Ye et al. for site A, the other in their list for B, and the charges add up to 6.
///    Without such a pair, the calculation is left out.
/// 2. If the lists allow both orders, as for ScTmO₃ and TmScO₃, the energy decides: the order is that whose energy the
///    published network predicts best.
struct SiteRule: Sendable {
  /// The decision in ambiguous cases.
  enum Tie: Sendable {
    /// The order whose energy the published network predicts best.
    case network
    /// The order with the larger ion on A, which does not look at the energy.
    case largerIonOnA
  }

  /// The data.
  let data: StabilityData
  /// The decision in ambiguous cases.
  let tie: Tie

  /// All calculations whose sites the rule can name, in order.
  func labelled() throws(SampleError) -> [LabelledPerovskite] {
    let network = try data.network("perovskite_unmix", inputs: 4)
    var results: [LabelledPerovskite] = []
    for calculation in data.perovskites {
      var options: [LabelledPerovskite] = []
      for perovskite in data.sites.perovskites(of: calculation.elements) {
        guard let energy = calculation.formationEnergy(as: perovskite, oxides: data.oxides) else { continue }
        let inputs = try perovskite.inputs(data.ions)
        options.append(
          LabelledPerovskite(
            perovskite: perovskite,
            inputs: inputs,
            energy: energy,
            published: network.energy(inputs),
            origin: .lists
          )
        )
      }
      if let result = decide(options) { results.append(result) }
    }
    return results
  }

  private func decide(_ options: [LabelledPerovskite]) -> LabelledPerovskite? {
    guard options.count > 1 else { return options.first }
    func error(_ option: LabelledPerovskite) -> Double { abs(option.published - option.energy) }
    let sorted = options.sorted { error($0) < error($1) }
    let best =
      tie == .network
      ? sorted[0] : options.max { $0.inputs[0] - $0.inputs[2] < $1.inputs[0] - $1.inputs[2] } ?? sorted[0]
    return LabelledPerovskite(
      perovskite: best.perovskite,
      inputs: best.inputs,
      energy: best.energy,
      published: best.published,
      origin: .network(margin: error(sorted[1]) - error(sorted[0]))
    )
  }

  /// The stablest calculation of each perovskite: several cells were relaxed for some.
  static func stablest(_ labelled: [LabelledPerovskite]) -> [LabelledPerovskite] {
    var stablest: [Perovskite: LabelledPerovskite] = [:]
    for example in labelled where example.energy < stablest[example.perovskite]?.energy ?? .infinity {
      stablest[example.perovskite] = example
    }
    return stablest.values.sorted {
      ($0.perovskite.a, $0.perovskite.b) < ($1.perovskite.a, $1.perovskite.b)
    }
  }
}
