import ArgumentParser

/// Formation energies of perovskites and garnets by small networks.
///
/// After Ye et al., Nat. Commun. 9, 3800 (2018).
@main
struct CrystalStability: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crystal-stability",
    abstract: "Predict formation energies of perovskites and garnets from radii and electronegativities.",
    subcommands: [Check.self, PredictPerovskite.self, PredictGarnet.self, Prepare.self]
  )
}
