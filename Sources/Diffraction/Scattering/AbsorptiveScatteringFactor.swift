import Foundation

/// The absorptive scattering factor of an atom due to thermal diffuse scattering.
///
/// In the Einstein model (independent, isotropic, harmonic atoms) it is
///
/// f'(g) exp(-B g²/4) = 2h / (m₀ v) ∫ f(2|s'|) f(2|s - s'|) [exp(-B s²) - exp(-B (s'² + |s - s'|²))] d²s'
///
/// with s = g/2 (C. R. Hall and P. B. Hirsch, Proc. R. Soc. A 286, 158, 1965; D. M. Bird and Q. A. King, Acta
/// Cryst. A46, 202, 1990). The values include the Debye–Waller factor and are for the rest mass, as in
/// ``ElectronScatteringFactor``.
struct AbsorptiveScatteringFactor: Sendable {
  private let values: [Double]
  private static let step = 0.05

  /// Integrates the factor numerically.
  ///
  /// - Parameters:
  ///   - elastic: the elastic scattering factor.
  ///   - debyeWallerFactor: B in Å².
  ///   - beam: the electron beam.
  ///   - reach: the largest g in Å⁻¹.
  init(elastic: ElectronScatteringFactor, debyeWallerFactor: Double, beam: ElectronBeam, reach: Double) {
    let rings = 240
    let angles = 24
    let furthest = 12.0
    let prefactor = 2 * ElectronBeam.comptonWavelength / beam.velocityRatio
    // Each value needs f thousands of times; a table with steps of 0.02 Å⁻¹ is accurate to 10⁻⁴.
    let fineStep = 0.02
    let fine = (0...Int((4 * furthest + 2 * reach) / fineStep) + 2).map { elastic(Double($0) * fineStep) }
    func factor(_ s: Double) -> Double {
      let position = 2 * s / fineStep
      let index = Int(position)
      return fine[index] + (fine[index + 1] - fine[index]) * (position - Double(index))
    }
    let cosines = (0..<angles).map { cos((Double($0) + 0.5) * .pi / Double(angles)) }
    // Dense rings near the centre, where f changes fast: r is proportional to t³.
    let nodes = (0..<rings).map { ring -> (radius: Double, weight: Double) in
      let t = (Double(ring) + 0.5) / Double(rings)
      return (furthest * t * t * t, furthest * 3 * t * t / Double(rings))
    }
    // The part beyond the last ring, where f ∝ s⁻²; about 0.5 % of the integral.
    let beyond = .pi * furthest * furthest * factor(furthest) * factor(furthest)
    values = (0...Int(reach / Self.step) + 3).map { index in
      let s = Double(index) * Self.step / 2
      func loss(_ radius: Double) -> Double {
        exp(-debyeWallerFactor * s * s) - exp(-debyeWallerFactor * (2 * radius * radius + s * s / 2))
      }
      var sum = 0.0
      for (radius, weight) in nodes {
        var ring = 0.0
        for cosine in cosines {
          // The arguments |s/2 + r| and |s/2 - r| of the two factors.
          let first = (radius * radius + s * s / 4 + radius * s * cosine).squareRoot()
          let second = max(0, radius * radius + s * s / 4 - radius * s * cosine).squareRoot()
          ring += factor(first) * factor(second)
        }
        sum += ring * weight * radius * loss(radius)
      }
      return prefactor * (sum * 2 * .pi / Double(angles) + beyond * loss(furthest))
    }
  }

  /// The factor in Å, including the Debye–Waller factor, for a scattering vector of length g in Å⁻¹.
  func callAsFunction(_ g: Double) -> Double {
    let position = g / Self.step
    let index = Int(position)
    guard index + 1 < values.count else { return 0 }
    return values[index] + (values[index + 1] - values[index]) * (position - Double(index))
  }
}
