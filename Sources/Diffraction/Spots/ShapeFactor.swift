import Foundation

/// The diffracted intensity of a thin foil as a function of the excitation error.
///
/// In kinematical theory a beam **g** has the intensity (πt/ξ)² sinc²(πts) = sin²(πts) / (ξs)² in units of the
/// incident beam, with thickness t, excitation error s and extinction distance ξ. Two-beam theory replaces s by
/// √(s² + 1/ξ²), which keeps the intensity below 1 (P. Hirsch et al., Electron Microscopy of Thin
/// Crystals, 1965; D. B. Williams and C. B. Carter, Transmission Electron Microscopy, 2009, chapters 13 and 27).
///
/// If the thickness within the beam has a Gaussian distribution of standard deviation σ, the mean of sin²(πts) is
/// ½ (1 - cos(2πts) exp(-2π²σ²s²)), which fills the zeros of the rocking curve.
struct ShapeFactor {
  /// The thickness t in Å.
  let thickness: Double
  /// The standard deviation of the thickness, in units of t.
  let spread: Double
  /// True for two-beam theory, false for kinematical theory.
  let isTwoBeam: Bool

  /// The intensity in units of the incident beam, for s and 1/ξ in Å⁻¹.
  func intensity(excitationError: Double, inverseExtinction: Double) -> Double {
    let strength = Double.pi * thickness * inverseExtinction
    return strength * strength * sincSquared(squared(excitationError) + (isTwoBeam ? squared(inverseExtinction) : 0))
  }

  /// The mean intensity over s = `middle` + `amplitude` · cos ψ, as for a precessing beam.
  ///
  /// For a foil of thickness at most t the harmonics in ψ above 2π t · `amplitude` are negligible, so the mean over
  /// more equidistant tilts than that equals the integral.
  func meanIntensity(middle: Double, amplitude: Double, inverseExtinction: Double) -> Double {
    guard amplitude > 0 else { return intensity(excitationError: middle, inverseExtinction: inverseExtinction) }
    // The cosine is symmetric in ψ: half the circle is enough.
    let tilts = Int(1.1 * Double.pi * (1 + 3 * spread) * thickness * amplitude) + 8
    let strength = Double.pi * thickness * inverseExtinction
    let added = isTwoBeam ? squared(inverseExtinction) : 0
    // The cosines at the midpoints of equal steps, by Chebyshev's recurrence.
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

  /// The mean of sinc²(πts), given s².
  private func sincSquared(_ square: Double) -> Double {
    let argument = Double.pi * thickness * square.squareRoot()
    guard argument > 1e-5 else { return 1 + squared(spread) }
    guard spread > 0 else { return squared(sin(argument) / argument) }
    let contrast = -2 * squared(spread * argument)
    // ½ (1 - c cos 2x) in a form without cancellation.
    let mean = exp(contrast) * squared(sin(argument)) - 0.5 * expm1(contrast)
    return mean / squared(argument)
  }

  private func squared(_ value: Double) -> Double { value * value }
}
