import Crystallography
import Foundation

/// The depths from which backscattered electrons with nearly full energy come.
///
/// The density p(z) = z / ζ² · exp(-z / ζ) of the depth z: nothing comes from the surface itself,
/// since an electron must first be scattered back, and little from great depth, since it would lose energy on the way.
/// Monte Carlo simulations give this shape (Callahan and De Graef, Microsc. Microanal. 19, 1255, 2013).
public struct DepthProfile: Sendable, Hashable {
  /// The depth ζ in Å from which most electrons come; their mean depth is twice that.
  public var mostProbableDepth: Double

  /// Creates a profile of a most probable depth in Å.
  public init(mostProbableDepth: Double) { self.mostProbableDepth = mostProbableDepth }

  /// Creates the profile of a crystal: ζ = 16 Å / √(Σ occ √Z / V) · (E / 20 keV)^0.8.
  ///
  /// The form and the factor 16 were fitted, to a tenth, to EMsoft's master patterns of eight crystals at 20 kV, each
  /// with a Monte Carlo simulation (Documentation/Physics.md); the sum is over the atoms
  /// of the cell of V Å³. The power is that of inelastic mean free paths (M. P. Seah and W. A. Dench, Surf.
  /// Interface Anal. 1, 2, 1979; S. Tanuma et al., Surf. Interface Anal. 43, 689, 2011).
  public init(of crystal: Crystal, beam: ElectronBeam) {
    let sum = crystal.atoms.reduce(0) { sum, atom in
      sum + atom.occupancy * Double(atom.element.atomicNumber).squareRoot()
    }
    mostProbableDepth = 16 / (sum / crystal.cell.volume).squareRoot() * pow(beam.acceleratingVoltage / 20, 0.8)
  }
}
