import Foundation

/// What a thin foil of one thickness diffracts at an excitation error: the square of its transform.
///
/// In the kinematical theory a beam **g** has the intensity (πt/ξ)² sinc²(πts) in units of the incident beam, with
/// sinc x = sin x / x, the thickness t, the excitation error s and the extinction distance ξ. The two-beam theory
/// has √(s² + 1/ξ²) in place of s, which never exceeds 1 (P. Hirsch et al., Electron Microscopy of Thin
/// Crystals, 1965; D. B. Williams and C. B. Carter, Transmission Electron Microscopy, 2009, chapters 13 and 27).
struct ShapeFactor {
  /// The thickness t in Å.
  let thickness: Double
  /// Whether the two-beam theory holds rather than the kinematical one.
  let isTwoBeam: Bool

  /// The intensity in units of the incident beam, of s and 1/ξ in Å⁻¹.
  func intensity(excitationError: Double, inverseExtinction: Double) -> Double {
    let strength = Double.pi * thickness * inverseExtinction
    return strength * strength
      * sincSquared(
        squared(excitationError) + (isTwoBeam ? squared(inverseExtinction) : 0)
      )
  }

  /// The mean intensity while s runs through `middle` + `amplitude` · cos ψ, as it does in precession.
  ///
  /// With the thickness t the intensity has no harmonic in ψ that matters above 2π t · `amplitude`, so that the
  /// mean over more equidistant tilts than that is the integral.
  func meanIntensity(middle: Double, amplitude: Double, inverseExtinction: Double) -> Double {
    guard amplitude > 0 else {
      return intensity(excitationError: middle, inverseExtinction: inverseExtinction)
    }
    // Cosines are the same on both halves of the circle: one half is enough.
    let tilts = Int(Double.pi * thickness * amplitude) + 8
    let strength = Double.pi * thickness * inverseExtinction
    let added = isTwoBeam ? squared(inverseExtinction) : 0
    // The cosines of the middles of equal steps, by the recurrence of Chebyshev.
    let step = Double.pi / Double(tilts)
    let twice = 2 * cos(step)
    var (before, now) = (cos(step / 2), cos(step / 2))
    var sum = 0.0
    for _ in 0..<tilts {
      sum += sincSquared(squared(middle + amplitude * now) + added)
      (before, now) = (now, twice * now - before)
    }
    return strength * strength * sum / Double(tilts)
  }

  /// sinc²(πts) of s².
  private func sincSquared(_ square: Double) -> Double {
    let argument = Double.pi * thickness * square.squareRoot()
    guard argument > 1e-6 else { return 1 }
    return squared(sin(argument) / argument)
  }

  private func squared(_ value: Double) -> Double { value * value }
}
