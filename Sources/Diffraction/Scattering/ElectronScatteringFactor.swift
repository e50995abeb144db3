/// The elastic scattering of electrons by a free atom, in the first Born approximation.
///
/// f(g) = Σᵢ aᵢ (2 + bᵢ g²) / (1 + bᵢ g²)², with g = 2 sin θ / λ, which has the right limits for small and for
/// great angles (I. Lobato and D. Van Dyck, Acta Cryst. A70, 636, 2014). For the rest mass of the electron:
/// the relativistic factor γ is not in it.
public struct ElectronScatteringFactor: Sendable, Hashable {
  private let amplitudes: SIMD8<Double>
  private let widths: SIMD8<Double>

  /// The greatest atomic number that has a scattering factor.
  public static let greatestAtomicNumber = 103

  private static let all: [Self] = table.split(separator: "\n").map { line in
    let numbers = line.split(separator: " ").compactMap { Double($0) }
    precondition(numbers.count == 10, "a line of the table of scattering factors is damaged")
    var (amplitudes, widths) = (SIMD8<Double>(), SIMD8<Double>())
    for term in 0..<5 {
      amplitudes[term] = numbers[2 * term]
      widths[term] = numbers[2 * term + 1]
    }
    return Self(amplitudes: amplitudes, widths: widths)
  }

  private init(amplitudes: SIMD8<Double>, widths: SIMD8<Double>) {
    (self.amplitudes, self.widths) = (amplitudes, widths)
  }

  /// The scattering factor of an element, or nil beyond lawrencium.
  public init?(atomicNumber: Int) {
    guard (1...Self.greatestAtomicNumber).contains(atomicNumber) else { return nil }
    self = Self.all[atomicNumber - 1]
  }

  /// The scattering factor in Å of a scattering vector of length g in Å⁻¹.
  public func callAsFunction(_ g: Double) -> Double {
    let spread = 1 + widths * (g * g)
    return (amplitudes * (1 + spread) / (spread * spread)).sum()
  }
}
