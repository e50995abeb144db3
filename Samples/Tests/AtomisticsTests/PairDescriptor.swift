import Atomistics
import Foundation

/// Powers of 1 − (r / cutoff)², summed over neighbours, with a sign for each species: enough to test what stands on
/// descriptors.
struct PairDescriptor: Descriptor {
  var count: Int { 3 }
  let cutoff: Double

  func values(of environment: Environment) -> [Double] {
    (0..<count).map { power in
      zip(environment.distances, environment.species).reduce(0) {
        let x = 1 - $1.0 * $1.0 / (cutoff * cutoff)
        return $0 + ($1.1 == 0 ? 1 : -0.5) * pow(x, Double(power + 2))
      }
    }
  }

  func gradient(of environment: Environment, coefficients: [Double]) -> [SIMD3<Double>] {
    (0..<environment.count).map { index in
      let x = 1 - environment.distances[index] * environment.distances[index] / (cutoff * cutoff)
      let slope = (0..<count).reduce(0) { $0 + coefficients[$1] * Double($1 + 2) * pow(x, Double($1 + 1)) }
      let sign = environment.species[index] == 0 ? 1 : -0.5
      return -2 * sign * slope / (cutoff * cutoff) * environment.displacement(index)
    }
  }
}
