import CKernels
import Foundation
import RandomNumbers
import TestSupport
import Testing

/// The steps of recurrent layers of every instruction set that this processor has, against formulas in double
/// precision.
@Suite struct RecurrentKernelsTests {
  private static let sets = (0..<3).filter { ednet_kernels_at(Int32($0)) != nil }
  private static let rows = 3
  private static let known = 2

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Sums from ordinary ones to those where all functions are flat.
  private static func sums(_ count: Int, _ key: Int) -> [Float] {
    var generator = KeyedGenerator(count, key)
    return generator.normals(count).enumerated().map { $1 * [1, 5, 60][$0 % 3] }
  }

  @Test(arguments: sets, [1, 15, 16, 33]) func gatedRecurrentUnit(set: Int, units: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    var step = EdnetRecurrentStep(rows: Self.rows, known: Self.known, units: units)
    let (a, u) = (Self.sums(3 * units * Self.rows, 1), Self.sums(3 * units * Self.known, 2))
    let (b, c) = (Self.sums(3 * units, 3), Self.sums(3 * units, 4))
    let previous = Self.sums(units * Self.known, 5)
    var (gates, candidate) = (a, [Float](repeating: .nan, count: units * Self.rows))
    var h = candidate
    kernels.gruForward(&step, &gates, u, b, c, previous, &candidate, &h)
    for row in 0..<Self.rows {
      for i in 0..<units {
        func sum(_ gate: Int) -> (input: Double, recurrent: Double) {
          let place = (3 * row + gate) * units + i
          let recurrent = row < Self.known ? Double(u[place]) : 0
          return (Double(a[place]) + Double(b[gate * units + i]), recurrent + Double(c[gate * units + i]))
        }
        let r = Self.sigmoid(sum(0).input + sum(0).recurrent)
        let z = Self.sigmoid(sum(1).input + sum(1).recurrent)
        let n = tanh(sum(2).input + r * sum(2).recurrent)
        let before = row < Self.known ? Double(previous[row * units + i]) : 0
        // Sums of about 100 have an error of some 1e-5 in single precision.
        #expect(abs(Double(h[row * units + i]) - ((1 - z) * n + z * before)) < 1e-3)
        #expect(abs(Double(gates[3 * row * units + i]) - r) < 1e-5)
        #expect(abs(Double(gates[(3 * row + 1) * units + i]) - z) < 1e-5)
      }
    }
  }

  @Test(arguments: sets) func functionsAreAccurateAndKeepNaN(set: Int) {
    let kernels = ednet_kernels_at(Int32(set)).pointee
    // i, f and o of an LSTM cell with f and o open: c = i, so that all values pass through.
    let values: [Float] = [
      -200, -88.5, -20, -3, -0.7, -1e-3, 0, 1e-4, 0.3, 1, 2.5, 9, 40, 90, 1e30, -.infinity, .infinity,
    ]
    let units = values.count + 1
    var step = EdnetRecurrentStep(rows: 1, known: 0, units: units)
    var gates = (values + [.nan]) + Array(repeating: 100, count: units) + (values + [.nan])
    gates += Array(repeating: 100, count: units)
    let zeros = [Float](repeating: 0, count: 4 * units)
    var (cell, h) = ([Float](repeating: 0, count: units), [Float](repeating: 0, count: units))
    kernels.lstmForward(&step, &gates, zeros, zeros, zeros, zeros, &cell, &h)
    for (i, value) in values.enumerated() {
      let x = Double(value)
      #expect(abs(Double(gates[i]) - Self.sigmoid(x)) < 2e-7, "σ(\(value))")
      #expect(abs(Double(gates[2 * units + i]) - tanh(x)) < 3e-7, "tanh(\(value))")
      #expect(abs(Double(h[i]) - tanh(Self.sigmoid(x) * tanh(x))) < 5e-7, "h of \(value)")
    }
    #expect(gates[units - 1].isNaN && h[units - 1].isNaN)
  }
}
