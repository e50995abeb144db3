import Crystallography
import Foundation

/// The Ewald sphere of a beam along z of the laboratory frame, or precessing about z.
///
/// The foil normal **n** is z. With the incident wave vector **k**, from the centre of the sphere to the origin of the
/// reciprocal lattice, the excitation error of **g** along the normal is
///
/// s = -**g** · (2**k** + **g**) / (2 (**k** + **g**) · **n**)
///
/// (M. De Graef, Introduction to Conventional Transmission Electron Microscopy, 2003, chapter 2), positive inside
/// the sphere: (k² - |**k** + **g**|²) / 2|**k** + **g**| cos α in a form without cancellation. A beam at the
/// precession angle φ and the azimuth ψ from **g**⊥ has s = s₀ - A cos ψ with
///
/// s₀ = -(2 k g_z cos φ + g²) / 2(k cos φ + g_z) and A = k g⊥ sin φ / (k cos φ + g_z).
struct EwaldSphere {
  /// k = 1/λ in Å⁻¹.
  let wavenumber: Double
  /// k cos φ and k sin φ.
  let along, across: Double

  /// Creates the sphere of a beam; the precession angle is in degrees.
  init(_ beam: ElectronBeam, precessionAngle: Double = 0) {
    wavenumber = beam.wavenumber
    along = wavenumber * cos(precessionAngle * .pi / 180)
    across = wavenumber * sin(precessionAngle * .pi / 180)
  }

  /// The middle s₀ and amplitude A of the excitation error of **g** (laboratory frame), in Å⁻¹.
  func excitationError(of g: Vector3) -> (middle: Double, amplitude: Double) {
    let normal = along + g.z
    let inPlane = (g.x * g.x + g.y * g.y).squareRoot()
    return (-(2 * along * g.z + g.dot(g)) / (2 * normal), across * inPlane / normal)
  }
}
