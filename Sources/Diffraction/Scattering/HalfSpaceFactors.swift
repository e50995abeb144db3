import Crystallography
import Foundation

/// The kinematical intensities of one reflection of each Friedel pair **g**, -**g**.
///
/// A cheap alternative to ``StructureFactors``, without phases, absorption and tables, for a few patterns per crystal.
struct HalfSpaceFactors {
  /// A reflection.
  struct Reflection {
    let index: MillerIndex
    /// **g** in Å⁻¹ in the Cartesian frame.
    let vector: Vector3
    /// |Σ occ f exp(-B g²/4) exp(-2πi **g**·**r**)|² in Å².
    let intensity: Double
    /// Re(S F*) in Å, with F the sum above and S = Σ occ Z² exp(-B g²/4) exp(-2πi **g**·**r**) / Σ occ Z²: the phase
    /// between emission and diffraction.
    let emission: Double
  }

  let reflections: [Reflection]

  /// Sums over the atoms of a crystal for all |**g**| up to `reach`, in Å⁻¹.
  init(of crystal: Crystal, reach: Double) {
    let cell = crystal.cell
    let extent = (h: Int(reach * cell.lengths.x), k: Int(reach * cell.lengths.y), l: Int(reach * cell.lengths.z))
    let kinds = Species.atoms(of: crystal).map { species, atoms in
      (
        factor: species.scatteringFactor, debyeWallerFactor: species.debyeWallerFactor,
        charge: Double(species.element.atomicNumber * species.element.atomicNumber),
        atoms: atoms.map {
          (occupancy: $0.occupancy, phases: AtomicPhaseFactors(position: $0.position, extent: extent))
        }
      )
    }
    let charges = kinds.reduce(0) { sum, kind in sum + kind.charge * kind.atoms.reduce(0) { $0 + $1.occupancy } }
    var reflections: [Reflection] = []
    for h in 0...extent.h {
      for k in -extent.k...extent.k {
        for l in -extent.l...extent.l where (h, k, l) > (0, 0, 0) {
          let index = MillerIndex(h, k, l)
          let vector = cell.reciprocalVector(of: index)
          let squared = vector.dot(vector)
          guard squared <= reach * reach else { continue }
          var (sum, emission) = (SIMD2<Double>(), SIMD2<Double>())
          for (factor, debyeWallerFactor, charge, atoms) in kinds {
            var phase = SIMD2<Double>()
            for (occupancy, phases) in atoms {
              phase += occupancy * phases.phase(h + extent.h, k + extent.k, l + extent.l)
            }
            phase *= exp(-debyeWallerFactor * squared / 4)
            sum += factor(squared.squareRoot()) * phase
            emission += charge * phase
          }
          let (intensity, product) = ((sum * sum).sum(), (sum * emission).sum() / charges)
          reflections.append(Reflection(index: index, vector: vector, intensity: intensity, emission: product))
        }
      }
    }
    self.reflections = reflections
  }
  /// The strongest reflections, by decreasing intensity, then by h, k, l; those that are as strong as the last one are
  /// included, so that families of symmetry-equivalent planes stay complete.
  func strongest(_ count: Int) -> ArraySlice<Reflection> {
    let greatest = reflections.map(\.intensity).max() ?? 0
    let found = reflections.filter { $0.intensity > 1e-6 * greatest }.sorted { first, second in
      first.intensity != second.intensity
        ? first.intensity > second.intensity
        : (first.index.h, first.index.k, first.index.l) < (second.index.h, second.index.k, second.index.l)
    }
    // Equivalent planes differ by rounding.
    let weakest = found.prefix(count).last.map { $0.intensity * (1 - 1e-9) } ?? .infinity
    return found.prefix { $0.intensity >= weakest }
  }
}
