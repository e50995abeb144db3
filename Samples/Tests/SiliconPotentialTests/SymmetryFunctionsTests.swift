import Atomistics
import Foundation
import RandomNumbers
import Testing

@testable import SiliconPotential

@Suite struct SymmetryFunctionsTests {
  private let functions = SymmetryFunctions(
    cutoff: 4,
    radial: [.init(eta: 0.3, center: 1.2), .init(eta: 2, center: 0)],
    angularEtas: [0.02, 0.15, 0.4],
    zetas: [1, 2, 5, 16]
  )

  /// Surroundings of more pairs than one block of the C code holds.
  private func environment(_ count: Int, seed: Int = 1) -> Environment {
    var generator = KeyedGenerator(seed)
    var environment = Environment()
    while environment.count < count {
      let vector = SIMD3((0..<3).map { _ in 4 * Double(generator.uniform(in: -1...1)) })
      guard (0.8..<4).contains(length(vector)) else { continue }
      environment.append(vector, distance: length(vector), atom: environment.count, species: 0)
    }
    return environment
  }

  /// The functions as their formulas say.
  private func reference(_ environment: Environment) -> [Double] {
    func f(_ r: Double) -> Double { r < functions.cutoff ? 0.5 * cos(.pi * r / functions.cutoff) + 0.5 : 0 }
    var values = functions.radial.map { function in
      environment.distances.reduce(0) { $0 + exp(-function.eta * pow($1 - function.center, 2)) * f($1) }
    }
    for eta in functions.angularEtas {
      for zeta in functions.zetas {
        for lambda in [-1.0, 1.0] {
          var sum = 0.0
          for j in 0..<environment.count {
            for k in 0..<j {
              let (a, b) = (environment.displacement(j), environment.displacement(k))
              let (r, s, t) = (length(a), length(b), length(a - b))
              sum +=
                pow(1 + lambda * dot(a, b) / (r * s), Double(zeta)) * exp(-eta * (r * r + s * s + t * t)) * f(r) * f(s)
                * f(t)
            }
          }
          values.append(pow(2, 1 - Double(zeta)) * sum)
        }
      }
    }
    return values
  }

  @Test(arguments: [0, 1, 2, 9, 23]) func valuesAreThoseOfTheFormulas(count: Int) {
    let environment = environment(count)
    let values = functions.values(of: environment)
    #expect(values.count == functions.count)
    for (a, b) in zip(values, reference(environment)) { #expect(abs(a - b) < 1e-13 * max(1, abs(b))) }
  }

  @Test func collinearNeighborsHaveFiniteValues() {
    var environment = Environment()
    for distance in [1.0, 2, -1.5] {
      environment.append([0, 0, distance], distance: abs(distance), atom: 0, species: 0)
    }
    for (a, b) in zip(functions.values(of: environment), reference(environment)) { #expect(abs(a - b) < 1e-13) }
    let gradient = functions.gradient(of: environment, coefficients: [Double](repeating: 1, count: functions.count))
    #expect(gradient.allSatisfy { length($0).isFinite })
  }

  @Test func gradientsAreFiniteDifferences() {
    let environment = environment(14, seed: 2)
    var generator = KeyedGenerator(3)
    let coefficients = (0..<functions.count).map { _ in Double(generator.uniform(in: -1...1)) }
    let gradient = functions.gradient(of: environment, coefficients: coefficients)
    for moved in 0..<environment.count {
      for axis in 0..<3 {
        func value(_ shift: Double) -> Double {
          var result = Environment()
          for index in 0..<environment.count {
            var vector = environment.displacement(index)
            if index == moved { vector[axis] += shift }
            result.append(vector, distance: length(vector), atom: index, species: 0)
          }
          return zip(coefficients, functions.values(of: result)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(abs((value(1e-5) - value(-1e-5)) / 2e-5 - gradient[moved][axis]) < 1e-8)
      }
    }
  }
}
