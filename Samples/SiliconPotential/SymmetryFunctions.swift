import Atomistics
import CSymmetryFunctions
import Foundation

/// Atom-centred symmetry functions of one element.
///
/// After Behler and Parrinello, Phys. Rev. Lett. 98, 146401 (2007).
/// Radial functions are G² = Σ exp(−η (r − r_s)²) f(r); angular ones are those of `CSymmetryFunctions.h`, for all
/// combinations of η, ζ and λ = ±1. f(r) = (cos(π r / cutoff) + 1) / 2. Values are in this order: radial functions,
/// then angular ones by η, ζ and λ.
struct SymmetryFunctions: Descriptor, Equatable {
  /// A radial function: η in Å⁻² and r_s in Å.
  struct Radial: Sendable, Equatable, Codable {
    var eta: Double
    var center: Double
  }

  /// The cutoff in Å.
  let cutoff: Double
  /// The radial functions.
  let radial: [Radial]
  /// η of the angular functions in Å⁻².
  let angularEtas: [Double]
  /// ζ of the angular functions: whole numbers, at least 1.
  let zetas: [Int32]

  init(cutoff: Double, radial: [Radial], angularEtas: [Double], zetas: [Int32]) {
    precondition(cutoff > 0 && zetas.allSatisfy { $0 >= 1 } && angularEtas.count <= Int(ANGULAR_MOST_ETAS))
    (self.cutoff, self.radial, self.angularEtas, self.zetas) = (cutoff, radial, angularEtas, zetas)
  }

  /// The number of functions.
  var count: Int { radial.count + 2 * angularEtas.count * zetas.count }

  /// The values for an atom's surroundings.
  func values(of environment: Environment) -> [Double] {
    var values = [Double](repeating: 0, count: count)
    let (cutoffs, slopes) = cutoffFunction(environment)
    for (index, function) in radial.enumerated() {
      for (r, f) in zip(environment.distances, cutoffs) {
        let offset = r - function.center
        values[index] += exp(-function.eta * offset * offset) * f
      }
    }
    let radialCount = radial.count
    withNeighbors(environment, cutoffs, slopes) { functions, neighbors in
      values.withUnsafeMutableBufferPointer { values in
        if let start = values.baseAddress { angular_values(functions, neighbors, start + radialCount) }
      }
    }
    return values
  }

  /// The derivatives of Σ coefficient · value with respect to the displacements of the neighbours.
  func gradient(of environment: Environment, coefficients: [Double]) -> [SIMD3<Double>] {
    let (cutoffs, slopes) = cutoffFunction(environment)
    var gradient = [Double](repeating: 0, count: 3 * environment.count)
    let angular = Array(coefficients[radial.count...])
    withNeighbors(environment, cutoffs, slopes) { functions, neighbors in
      angular_gradient(functions, neighbors, angular, &gradient)
    }
    return (0..<environment.count).map { index in
      let r = environment.distances[index]
      var slope = 0.0
      for (function, coefficient) in zip(radial, coefficients) {
        let offset = r - function.center
        let gaussian = exp(-function.eta * offset * offset)
        slope += coefficient * gaussian * (slopes[index] - 2 * function.eta * offset * cutoffs[index])
      }
      let (y, z) = (index + environment.count, index + 2 * environment.count)
      return SIMD3(gradient[index], gradient[y], gradient[z])
        + slope / r * environment.displacement(index)
    }
  }

  /// f and its derivative at each distance.
  private func cutoffFunction(_ environment: Environment) -> (values: [Double], slopes: [Double]) {
    let frequency = Double.pi / cutoff
    return (
      environment.distances.map { 0.5 * cos(frequency * $0) + 0.5 },
      environment.distances.map { -0.5 * frequency * sin(frequency * $0) }
    )
  }

  /// Calls the C code with the functions and the neighbours.
  private func withNeighbors(
    _ environment: Environment,
    _ cutoffs: [Double],
    _ slopes: [Double],
    _ body: (UnsafePointer<AngularFunctions>, UnsafePointer<Neighbors>) -> Void
  ) {
    angularEtas.withUnsafeBufferPointer { etas in
      zetas.withUnsafeBufferPointer { zetas in
        var functions = AngularFunctions(
          cutoff: cutoff,
          eta: etas.baseAddress,
          eta_count: Int32(etas.count),
          zeta: zetas.baseAddress,
          zeta_count: Int32(zetas.count)
        )
        environment.x.withUnsafeBufferPointer { x in
          environment.y.withUnsafeBufferPointer { y in
            environment.z.withUnsafeBufferPointer { z in
              environment.distances.withUnsafeBufferPointer { r in
                cutoffs.withUnsafeBufferPointer { f in
                  slopes.withUnsafeBufferPointer { df in
                    var neighbors = Neighbors(
                      count: Int32(r.count),
                      x: x.baseAddress,
                      y: y.baseAddress,
                      z: z.baseAddress,
                      r: r.baseAddress,
                      f: f.baseAddress,
                      df: df.baseAddress
                    )
                    body(&functions, &neighbors)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
