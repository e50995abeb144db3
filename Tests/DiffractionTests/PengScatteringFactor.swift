import Foundation
import Testing

/// Published scattering factors for comparison: five Gaussians, Σ aᵢ exp(-bᵢ g²/4).
///
/// L.-M. Peng, G. Ren, S. L. Dudarev and M. J. Whelan, Acta Cryst. A52, 257 (1996), for s = g/2 up to 6 Å⁻¹.
struct PengScatteringFactor: Sendable, CustomTestStringConvertible {
  let symbol: String
  let atomicNumber: Int
  let amplitudes: [Double]
  let widths: [Double]

  var testDescription: String { symbol }

  static let silicon = Self(
    symbol: "Si",
    atomicNumber: 14,
    amplitudes: [0.0567, 0.3365, 0.8104, 2.4960, 2.1186],
    widths: [0.0582, 0.6155, 3.2522, 16.7929, 57.6767]
  )
  static let nickel = Self(
    symbol: "Ni",
    atomicNumber: 28,
    amplitudes: [0.2313, 1.0657, 1.8229, 2.2609, 1.1883],
    widths: [0.1210, 1.2691, 5.6870, 27.0917, 83.0285]
  )
  static let gallium = Self(
    symbol: "Ga",
    atomicNumber: 31,
    amplitudes: [0.2135, 0.9768, 1.6669, 2.5662, 1.6790],
    widths: [0.1020, 1.0219, 4.6275, 22.8742, 80.1535]
  )
  static let gold = Self(
    symbol: "Au",
    atomicNumber: 79,
    amplitudes: [0.3055, 1.3945, 2.9617, 3.8990, 2.0026],
    widths: [0.0596, 0.5827, 3.1035, 11.9693, 47.9106]
  )
  static let examples = [silicon, nickel, gallium, gold]

  /// The elastic factor in Å at g in Å⁻¹.
  func callAsFunction(_ g: Double) -> Double {
    zip(amplitudes, widths).reduce(0) { $0 + $1.0 * exp(-$1.1 * g * g / 4) }
  }

  /// The absorptive factor in Å at g in Å⁻¹, including the Debye–Waller factor with B in Å².
  ///
  /// For Gaussians the integral of Hall and Hirsch has a closed form (Peng et al. 1996): widths p and q give
  /// π / (p + q) exp(-p q / (p + q) s²).
  func absorptive(_ g: Double, debyeWallerFactor b: Double, velocityRatio: Double) -> Double {
    let squared = g * g / 4
    func overlap(_ p: Double, _ q: Double) -> Double {
      .pi / (p + q) * exp(-p * q / (p + q) * squared)
    }
    var sum = 0.0
    for (first, p) in zip(amplitudes, widths) {
      for (second, q) in zip(amplitudes, widths) {
        sum += first * second * (overlap(p, q) * exp(-b * squared) - overlap(p + b, q + b))
      }
    }
    // 2h / (m₀ v), with h / (m₀ c) in Å.
    return 2 * 0.024_263_102_386_7 / velocityRatio * sum
  }
}
