import Crystallography
import ONNXSchema
import SymmetryClassification

/// The joint answer of lattices and Laue classes, as `LaueHead`.
struct LaueNodes {
  /// The weights of the Laue classes that go with a lattice, N × lattices × Laue classes.
  private let shares: Value

  init(_ head: LaueHead, features: Value) {
    let graph = features.graph
    let (classes, lattices) = (LaueClass.allCases, head.lattices)
    let weights = graph.constant(
      Tensor(name: "laue.weight", shape: [classes.count, head.weights.count / classes.count], floats: head.weights)
    )
    let bias = graph.constant(Tensor(name: "laue.bias", shape: [classes.count], floats: head.bias))
    let logits = graph.node("Gemm", [features, weights, bias], [Attribute("transB", 1)])
    let logarithms = graph.node("LogSoftmax", [logits], [Attribute("axis", 1)]) * Double(LaueHead.exponent)
    let allowed = lattices.flatMap { lattice in classes.map { $0.allows(lattice) ? Float(1) : 0 } }
    shares =
      logarithms.exponential.atLeast(Double(Float.leastNormalMagnitude)).reshaped([-1, 1, classes.count])
      * graph.floats(allowed, shape: [1, lattices.count, classes.count])
  }

  /// Logits of the lattices, N × lattices, with what the Laue classes say.
  func adjusted(_ logits: Value) -> Value { logits + shares.sum([2], keep: false).logarithm }

  /// The probabilities of the Laue classes for those of the lattices.
  func probabilities(_ lattices: Value) -> Value {
    let parts = shares / shares.sum([2])
    return (parts * lattices.reshaped([0, -1, 1])).sum([1], keep: false)
  }
}
