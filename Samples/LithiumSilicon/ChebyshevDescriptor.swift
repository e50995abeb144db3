import Atomistics
import Foundation

/// Chebyshev expansions of the radial and angular distribution of neighbours, plain and weighted by species.
///
/// The descriptor of aenet: Artrith, Urban and Ceder, Phys. Rev. B 96, 014112 (2017).
///
/// Radial values are Σ_j T_n(2 r_j / R − 1) f(r_j), angular ones Σ_(j<k) T_n(x) f(r_j) f(r_k), where
/// f(r) = (cos(π r / R) + 1) / 2. The argument x = (2 cos θ − π) / π is that of aenet before 2019, with which the
/// published networks were trained. Values are in this order: radial and angular plain, radial and angular weighted.
struct ChebyshevDescriptor: Descriptor, Equatable {
  /// The radial cutoff in Å.
  let radialCutoff: Double
  /// The highest order of radial polynomials.
  let radialOrder: Int
  /// The angular cutoff in Å.
  let angularCutoff: Double
  /// The highest order of angular polynomials.
  let angularOrder: Int
  /// The weight of each species.
  let weights: [Double]

  /// The larger cutoff.
  var cutoff: Double { max(radialCutoff, angularCutoff) }
  /// The number of values.
  var count: Int { 2 * half }
  private var half: Int { radialOrder + angularOrder + 2 }

  /// The values for an atom's surroundings.
  func values(of environment: Environment) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    var polynomials = [Double](repeating: 0, count: max(radialOrder, angularOrder) + 1)
    for (r, species) in zip(environment.distances, environment.species) where r < radialCutoff {
      Self.chebyshev(2 * r / radialCutoff - 1, into: &polynomials)
      let f = Self.taper(r, radialCutoff).value
      let weighted = weights[species] * f
      for n in 0...radialOrder {
        values[n] += f * polynomials[n]
        values[half + n] += weighted * polynomials[n]
      }
    }
    let start = radialOrder + 1
    forEachPair(in: environment) { j, k, cosine, f, weight in
      Self.chebyshev((2 * cosine - .pi) / .pi, into: &polynomials)
      let product = f.0 * f.1
      for n in 0...angularOrder {
        values[start + n] += product * polynomials[n]
        values[half + start + n] += weight * product * polynomials[n]
      }
    }
    return values
  }

  /// The derivatives of Σ coefficient · value with respect to the displacements of the neighbours.
  func gradient(of environment: Environment, coefficients: [Double]) -> [SIMD3<Double>] {
    var gradient = [SIMD3<Double>](repeating: .zero, count: environment.count)
    for index in 0..<environment.count where environment.distances[index] < radialCutoff {
      let (r, weight) = (environment.distances[index], weights[environment.species[index]])
      let sum = Self.series(2 * r / radialCutoff - 1, order: radialOrder) { n in
        coefficients[n] + weight * coefficients[half + n]
      }
      let f = Self.taper(r, radialCutoff)
      let slope = sum.slope * 2 / radialCutoff * f.value + sum.value * f.slope
      gradient[index] += slope / r * environment.displacement(index)
    }
    let start = radialOrder + 1
    forEachPair(in: environment) { j, k, cosine, f, weight in
      let sum = Self.series((2 * cosine - .pi) / .pi, order: angularOrder) { n in
        coefficients[start + n] + weight * coefficients[half + start + n]
      }
      let (a, b) = (environment.displacement(j), environment.displacement(k))
      let (r, s) = (environment.distances[j], environment.distances[k])
      let byCosine: Double = sum.slope * 2 / .pi * f.0 * f.1
      let shared = byCosine / (r * s)
      // Along the displacements themselves: the lengths in the cosine, and the tapers.
      let alongA: Double = sum.value * Self.taper(r, angularCutoff).slope * f.1 / r - byCosine * cosine / (r * r)
      let alongB: Double = sum.value * Self.taper(s, angularCutoff).slope * f.0 / s - byCosine * cosine / (s * s)
      gradient[j] += shared * b + alongA * a
      gradient[k] += shared * a + alongB * b
    }
    return gradient
  }

  /// Visits the pairs of neighbours within the angular cutoff: their indices, the cosine of the angle, both tapers and
  /// the product of their weights.
  private func forEachPair(
    in environment: Environment,
    _ visit: (Int, Int, Double, (Double, Double), Double) -> Void
  ) {
    let near = (0..<environment.count).filter { environment.distances[$0] < angularCutoff }
    let tapers = near.map { Self.taper(environment.distances[$0], angularCutoff).value }
    for (row, j) in near.enumerated() {
      let a = environment.displacement(j)
      for column in row + 1..<max(near.count, row + 1) {
        let k = near[column]
        let product = environment.distances[j] * environment.distances[k]
        let cosine = min(max(dot(a, environment.displacement(k)) / product, -1), 1)
        let weight = weights[environment.species[j]] * weights[environment.species[k]]
        visit(j, k, cosine, (tapers[row], tapers[column]), weight)
      }
    }
  }

  /// f and its derivative.
  private static func taper(_ r: Double, _ cutoff: Double) -> (value: Double, slope: Double) {
    let phase = Double.pi * r / cutoff
    return (0.5 * cos(phase) + 0.5, -0.5 * Double.pi / cutoff * sin(phase))
  }

  /// T_0 to T_n: T_(n+1) = 2 x T_n − T_(n−1).
  private static func chebyshev(_ x: Double, into values: inout [Double]) {
    values[0] = 1
    if values.count > 1 { values[1] = x }
    for n in 2..<max(values.count, 2) { values[n] = 2 * x * values[n - 1] - values[n - 2] }
  }

  /// Σ c_n T_n(x) and its derivative.
  private static func series(
    _ x: Double,
    order: Int,
    _ coefficient: (Int) -> Double
  ) -> (value: Double, slope: Double) {
    var (value, slope) = (coefficient(0), 0.0)
    var (last, now) = ((value: 1.0, slope: 0.0), (value: x, slope: 1.0))
    for n in 1..<max(order + 1, 1) {
      let c = coefficient(n)
      value += c * now.value
      slope += c * now.slope
      (last, now) = (
        now, (2 * x * now.value - last.value, 2 * now.value + 2 * x * now.slope - last.slope)
      )
    }
    return (value, slope)
  }
}
