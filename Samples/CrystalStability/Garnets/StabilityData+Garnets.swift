import SampleSupport

extension StabilityData {
  /// The prediction of the published network for the stablest order of a garnet's ions, in eV per atom.
  ///
  /// - Parameters:
  ///   - garnet: the garnet.
  ///   - coordinationSpecific: true for Shannon's ionic radii at the coordination of each site, which the networks were
  ///     trained on; false for one radius of each ion, as in the published example.
  /// - Returns: the formation energy from the binary oxides in eV per atom.
  /// - Throws: `SampleError` if an ion has no such radius.
  func energy(of garnet: Garnet, coordinationSpecific: Bool = true) throws(SampleError) -> Double {
    let inputs = try garnet.inputs(ions, coordinationSpecific: coordinationSpecific)
    let network = try network(garnet.network, inputs: inputs[0].count)
    return inputs.map(network.energy).min() ?? .nan
  }
}
