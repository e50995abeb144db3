import Crystallography
import Diffraction
import RandomNumbers

/// The sources of crystals for a network of phases.
struct PhaseSamplers: Sendable {
  /// The accelerating voltage in kV.
  let voltage: Double
  /// The share of crystals of a phase by two-beam theory, whose bands vary, so that a network cannot rely on the
  /// intensities of one simulation.
  var twoBeamShare: Float = 0.5

  /// A sampler of each phase, and one of other crystals, whose label follows those of the phases.
  ///
  /// - Throws: `CrystalError` if a structure has no symmetry that could be found.
  func samplers(of phases: [PhaseNetworkTraining.Phase]) throws(CrystalError) -> [CrystalSampler] {
    let others = try OtherCrystals(than: phases.map(\.structure))
    return phases.enumerated().map { sampler(of: $1, label: $0) } + [
      CrystalSampler(label: phases.count) { generator in
        others.draw(&generator).map { twoBeam($0, using: &generator) }
      }
    ]
  }

  private func sampler(of phase: PhaseNetworkTraining.Phase, label: Int) -> CrystalSampler {
    let structure = phase.structure
    let crystal = SimulatedCrystal(
      KikuchiSimulator(phase.masterPattern),
      elements: SymmetryElements(of: structure.symmetry, in: structure.crystal.cell)
    )
    var dynamical = CrystalSampler(crystal, label: label)
    var drawn = CrystalSampler(label: label) { twoBeam(structure, using: &$0) }
    (dynamical.weight, drawn.weight) = (1 - twoBeamShare, twoBeamShare)
    return CrystalSampler(mixing: [dynamical, drawn])
  }

  private func twoBeam(_ structure: LabeledStructure, using generator: inout KeyedGenerator) -> SimulatedCrystal {
    let primitive = structure.symmetry.primitive
    let projector = TwoBeamParameterRanges().projector(
      of: primitive,
      beam: ElectronBeam(acceleratingVoltage: voltage),
      minimumSpacing: structure.finestSpacing,
      using: &generator
    )
    return SimulatedCrystal(
      KikuchiSimulator(projector),
      elements: SymmetryElements(of: structure.symmetry, in: primitive.cell)
    )
  }
}
