import Atomistics
import Foundation
import RandomNumbers
import Testing

@testable import LithiumSilicon

@Suite struct ChebyshevDescriptorTests {
  private let descriptor = ChebyshevDescriptor(
    radialCutoff: 5,
    radialOrder: 6,
    angularCutoff: 3.5,
    angularOrder: 3,
    weights: [-1, 1]
  )

  private func environment(_ count: Int) -> Environment {
    var generator = KeyedGenerator(count)
    var environment = Environment()
    while environment.count < count {
      let vector = SIMD3((0..<3).map { _ in 5 * Double(generator.uniform(in: -1...1)) })
      guard (1..<5).contains(length(vector)) else { continue }
      environment.append(vector, distance: length(vector), atom: 0, species: environment.count % 2)
    }
    return environment
  }

  /// T_n(x) by its trigonometric form.
  private func chebyshev(_ n: Int, _ x: Double) -> Double {
    abs(x) <= 1 ? cos(Double(n) * acos(x)) : (x > 0 ? 1 : pow(-1, Double(n))) * cosh(Double(n) * acosh(abs(x)))
  }

  @Test(arguments: [0, 1, 13]) func valuesAreThoseOfTheFormulas(count: Int) {
    let environment = environment(count)
    func f(_ r: Double, _ cutoff: Double) -> Double { r < cutoff ? 0.5 * cos(.pi * r / cutoff) + 0.5 : 0 }
    var expected: [Double] = []
    for isWeighted in [false, true] {
      func weight(_ index: Int) -> Double { isWeighted ? descriptor.weights[environment.species[index]] : 1 }
      expected += (0...6).map { n in
        (0..<count).reduce(0) { sum, j in
          let r = environment.distances[j]
          return sum + weight(j) * chebyshev(n, 2 * r / 5 - 1) * f(r, 5)
        }
      }
      expected += (0...3).map { n in
        var sum = 0.0
        for j in 0..<count {
          for k in 0..<j {
            let (a, b) = (environment.displacement(j), environment.displacement(k))
            let x = (2 * dot(a, b) / (length(a) * length(b)) - .pi) / .pi
            sum += weight(j) * weight(k) * chebyshev(n, x) * f(length(a), 3.5) * f(length(b), 3.5)
          }
        }
        return sum
      }
    }
    let values = descriptor.values(of: environment)
    #expect(values.count == expected.count)
    for (a, b) in zip(values, expected) { #expect(abs(a - b) < 1e-11 * max(1, abs(b))) }
  }

  @Test func gradientsAreFiniteDifferences() {
    let environment = environment(11)
    let coefficients = (0..<descriptor.count).map { sin(Double($0) + 1) }
    let gradient = descriptor.gradient(of: environment, coefficients: coefficients)
    for moved in 0..<environment.count {
      for axis in 0..<3 {
        func value(_ shift: Double) -> Double {
          var result = Environment()
          for index in 0..<environment.count {
            var vector = environment.displacement(index)
            if index == moved { vector[axis] += shift }
            result.append(vector, distance: length(vector), atom: 0, species: environment.species[index])
          }
          return zip(coefficients, descriptor.values(of: result)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(abs((value(1e-5) - value(-1e-5)) / 2e-5 - gradient[moved][axis]) < 1e-7)
      }
    }
  }
}
