import NeuralNetworks
import RandomNumbers

/// The greatest difference between a layer's gradients and finite differences of its forward pass.
///
/// The difference of each derivative is taken relative to the greatest one of its tensor, since single precision
/// bounds the absolute error of a difference quotient. `distinctInputs` is for layers with kinks.
public func gradientError(
  _ layer: any Layer,
  input: Shape,
  examples: Int = 2,
  seed: Int = 1,
  distinctInputs: Bool = false
) throws -> Float {
  try gradientError(
    [layer],
    input: input,
    examples: examples,
    seed: seed,
    distinctInputs: distinctInputs
  )
}

/// The same for layers one after the other.
public func gradientError(
  _ layers: [any Layer],
  input: Shape,
  examples: Int = 2,
  seed: Int = 1,
  distinctInputs: Bool = false
) throws -> Float {
  let harness = try LayerHarness(layers, input: input, examples: examples)
  var generator = KeyedGenerator(seed)
  let count = examples * input.count
  let x = distinctInputs ? generator.distinct(count) : generator.normals(count)
  let parameters = generator.normals(harness.parameterCount).map { $0 * 0.7 }
  let dy = generator.normals(examples * harness.outputShape.count)
  let (dx, dp) = harness.gradients(x, parameters: parameters, outputGradient: dy)
  func objective(_ x: [Float], _ parameters: [Float]) -> Double {
    let y = harness.forward(x, parameters: parameters)
    return y.indices.reduce(0.0) { $0 + Double(y[$1]) * Double(dy[$1]) }
  }
  let step: Float = 0x1p-7
  func error(_ analytic: [Float], _ shifted: (Int, Float) -> Double) -> Float {
    let numeric = analytic.indices.map { i in
      Float((shifted(i, step) - shifted(i, -step)) / Double(2 * step))
    }
    return greatestDifference(analytic, numeric) / max(numeric.map(abs).max() ?? 0, 1e-2)
  }
  let inputError = error(dx) { i, h in
    var moved = x
    moved[i] += h
    return objective(moved, parameters)
  }
  let learning = harness.learning
  let parameterError = error(learning.map { dp[$0] }) { i, h in
    var moved = parameters
    moved[learning[i]] += h
    return objective(x, moved)
  }
  return max(inputError, parameterError)
}
