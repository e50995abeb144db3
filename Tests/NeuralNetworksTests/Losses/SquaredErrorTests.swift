import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct SquaredErrorTests {
  @Test(arguments: [1, 2, 9]) func isTheMeanSquareWithItsDerivative(count: Int) {
    var generator = KeyedGenerator(1)
    let (output, target) = (generator.normals(count), generator.normals(count))
    var gradient = [Float](repeating: .nan, count: count)
    let loss = output.withTensorView { output in
      gradient.withMutableTensorView {
        SquaredError().evaluate(output, .values(target), gradient: $0)
      }
    }
    func slow(_ output: [Double]) -> Double {
      zip(output, target).reduce(0) { $0 + ($1.0 - Double($1.1)) * ($1.0 - Double($1.1)) }
        / Double(count)
    }
    let wide = output.map(Double.init)
    #expect(abs(Double(loss) - slow(wide)) < 1e-6)
    for i in 0..<count {
      var (upper, lower) = (wide, wide)
      upper[i] += 1e-4
      lower[i] -= 1e-4
      #expect(abs(Double(gradient[i]) - (slow(upper) - slow(lower)) / 2e-4) < 1e-5)
    }
    #expect(SquaredError().weight(of: .values(target)) == 1)
  }
}
