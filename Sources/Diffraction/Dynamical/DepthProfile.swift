import Crystallography
import Foundation

/// The depth distribution of the backscattered electrons that leave with nearly their full energy.
///
/// The density p(z) = z / ζ² · exp(-z / ζ) of the depth z is 0 at the surface, since an electron must be
/// scattered back first, and small far below it, where an electron loses energy on its way out. Monte Carlo simulations
/// give such a shape (Callahan and De Graef, Microsc. Microanal. 19, 1255, 2013).
public struct DepthProfile: Sendable, Hashable {
  /// The most probable depth ζ in Å; the mean depth is 2ζ.
  public var mostProbableDepth: Double

  /// ζ √(Σ occ √Z / V) at 20 kV in Å; see ``init(of:beam:)``.
  package static let scale = 16.0
  /// The exponent of the energy.
  package static let exponent = 0.8

  /// Creates a profile with a most probable depth in Å.
  public init(mostProbableDepth: Double) { self.mostProbableDepth = mostProbableDepth }

  /// Creates the profile of a crystal: ζ = 16 Å / √(Σ occ √Z / V) · (E / 20 keV)^0.8.
  ///
  /// The sum is over the atoms of the cell of volume V in Å³. The form and the constant 16 fit, to 10 %, EMsoft
  /// master patterns of eight crystals at 20 kV, each with a Monte Carlo simulation (Documentation/Physics.md). The
  /// exponent is that of inelastic mean free paths (M. P. Seah and W. A. Dench, Surf.
  /// Interface Anal. 1, 2, 1979; S. Tanuma et al., Surf. Interface Anal. 43, 689, 2011).
  public init(of crystal: Crystal, beam: ElectronBeam) {
    let sum = crystal.atoms.reduce(0) { sum, atom in
      sum + atom.occupancy * Double(atom.element.atomicNumber).squareRoot()
    }
    let depth = Self.scale / (sum / crystal.cell.volume).squareRoot()
    mostProbableDepth = depth * pow(beam.acceleratingVoltage / 20, Self.exponent)
  }
}
