import Foundation
import NeuralNetworks
import RandomNumbers

/// Networks with one hidden layer of growing width that learn a smooth function of one variable.
struct ApproximationStudy: Sendable {
  /// The function: sin(2 π x) + 0.5 sin(5 π x).
  static func function(_ x: Double) -> Double { sin(2 * .pi * x) + 0.5 * sin(5 * .pi * x) }
  /// The interval.
  static let interval = -1.0...1.0

  /// The widths of the hidden layer.
  var widths = [1, 2, 4, 8, 16, 32, 64]
  /// The number of random starts, of which the one with the lowest loss counts.
  var starts = 10
  /// The steps of L-BFGS.
  var steps = 1000

  /// The result of one width.
  struct Result: Sendable {
    let width: Int
    /// The root of the mean squared error of the trained network of tanh between the points that it learned.
    let trained: Double
    /// That of the network of ReLU that is constructed instead.
    let constructed: Double
    /// The output of the trained network at the abscissas.
    let outputs: [Double]
  }

  /// Abscissas between those that the networks learn.
  static let abscissas = (0..<511).map { interval.lowerBound + (Double($0) + 0.5) / 511 * 2 }

  /// Trains and constructs the networks of all widths.
  func results() -> [Result] {
    let truth = Self.abscissas.map(Self.function)
    return widths.map { width in
      let fits = (0..<starts).map { fit(start(width: width, seed: 100 * width + $0)) }
      let outputs = (fits.min { $0.loss < $1.loss } ?? fits[0]).network.outputs(of: Self.abscissas)
      let constructed = PiecewiseLinearNetwork(Self.function, on: Self.interval, units: width)
      return Result(
        width: width,
        trained: Self.error(outputs, truth),
        constructed: Self.error(Self.abscissas.map { constructed($0) }, truth),
        outputs: outputs
      )
    }
  }

  /// A network whose units have random slopes up to 8 and random centres in the interval.
  private func start(width: Int, seed: Int) -> Perceptron {
    var network = Perceptron(widths: [1, width, 1], activations: [.tanh, .identity], seed: seed)
    var generator = KeyedGenerator(seed, 1)
    for unit in 0..<width {
      network.parameters[unit] = Double(generator.uniform(in: -8...8))
      network.parameters[width + unit] = network.parameters[unit] * Double(generator.uniform(in: -1...1))
    }
    return network
  }

  /// Minimises the mean squared error over 256 points, and returns it.
  private func fit(_ start: Perceptron) -> (network: Perceptron, loss: Double) {
    let points = (0..<256).map { Self.interval.lowerBound + Double($0) / 255 * 2 }
    let values = points.map(Self.function)
    let still = [Double](repeating: 0, count: points.count)
    var network = start
    let result = LBFGS(tolerance: 1e-10).minimize(from: start.parameters, steps: steps) { parameters in
      var network = start
      network.parameters = parameters
      let errors = zip(network.outputs(of: points), values).map { $0 - $1 }
      var gradient = [Double](repeating: 0, count: parameters.count)
      let weights = errors.map { 2 * $0 / Double(points.count) }
      network.addGradient(of: points, outputWeights: weights, direction: still, to: &gradient)
      return (errors.reduce(0) { $0 + $1 * $1 } / Double(points.count), gradient)
    }
    network.parameters = result.point.position
    return (network, result.point.value)
  }

  private static func error(_ outputs: [Double], _ truth: [Double]) -> Double {
    (zip(outputs, truth).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(truth.count)).squareRoot()
  }
}
