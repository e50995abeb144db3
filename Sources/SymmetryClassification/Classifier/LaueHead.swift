import Crystallography
import Foundation
import NeuralNetworks

/// A second output of a network for Bravais lattices: the 11 Laue classes, from the features before its last layer.
///
/// A crystal has one lattice l and one Laue class L, and not all of them go together. The joint probability is
/// p(l, L) ∝ p(l) p(L)^½ for pairs that do, and 0 for others; the exponent allows for the features that both outputs
/// share. Its sums over L and over l are the answers, so that they never contradict each other.
public struct LaueHead: Sendable, Equatable {
  /// The weights, one row of features for each class in the order of `LaueClass.allCases`.
  package let weights: [Float]
  /// The bias of each class.
  package let bias: [Float]
  /// The lattices of the classifier's classes, in their order.
  package let lattices: [BravaisLattice]

  /// The exponent of p(L).
  package static let exponent: Float = 0.5
  private static let count = LaueClass.allCases.count

  /// Creates a head for classes that are Bravais lattices; there is one bias for each Laue class.
  init(weights: [Float], bias: [Float], lattices: [BravaisLattice]) {
    precondition(bias.count == Self.count && weights.count % Self.count == 0, "a row for each class")
    (self.weights, self.bias, self.lattices) = (weights, bias, lattices)
  }

  /// The weighted logarithms ½ ln p(L) of an image.
  func logarithms(of features: [Float]) -> [Float] {
    bias.indices.map { row in
      let products = zip(weights[row * features.count..<(row + 1) * features.count], features)
      return Double(products.reduce(bias[row]) { $0 + $1.0 * $1.1 })
    }.logSoftmax.map { Self.exponent * Float($0) }
  }

  /// Logits of lattices with what the Laue classes say: z(l) + ln Σ p(L)^½ over the classes that go with l.
  func adjusted(_ logits: [Float], by logarithms: [Float]) -> [Float] {
    zip(logits, lattices).map { $0 + log(Self.shares(of: $1, logarithms).reduce(0, +)) }
  }

  /// The probabilities of the Laue classes, p(L) = Σ p(l) p(L | l).
  ///
  /// - Parameters:
  ///   - probabilities: those of the lattices.
  ///   - logarithms: the logarithm of a weight of each Laue class.
  /// - Returns: one probability for each Laue class.
  func probabilities(_ probabilities: [Float], by logarithms: [Float]) -> [Float] {
    var sums = [Float](repeating: 0, count: Self.count)
    for (probability, lattice) in zip(probabilities, lattices) {
      let shares = Self.shares(of: lattice, logarithms)
      let sum = shares.reduce(0, +)
      for index in sums.indices { sums[index] += probability * shares[index] / sum }
    }
    return sums
  }

  /// The weights of the Laue classes that go with a lattice, of a sum above 0, and 0 for the others.
  private static func shares(of lattice: BravaisLattice, _ logarithms: [Float]) -> [Float] {
    zip(LaueClass.allCases, logarithms).map { $0.allows(lattice) ? max(exp($1), .leastNormalMagnitude) : 0 }
  }
}

extension LaueHead {
  /// The prefix of its tensors' names in a model file.
  static let prefix = "laue."

  /// The tensors in a model file.
  var tensors: [SafeTensors.Tensor] {
    [
      SafeTensors.Tensor(
        name: Self.prefix + "weight",
        shape: [Self.count, weights.count / Self.count],
        values: weights
      ),
      SafeTensors.Tensor(name: Self.prefix + "bias", shape: [Self.count], values: bias),
    ]
  }

  /// Reads the head of a model file; nil if it has none.
  ///
  /// - Parameters:
  ///   - tensors: the tensors of the file.
  ///   - features: the number of features of its network.
  ///   - classes: the names of its classes, which must be Bravais lattices.
  ///   - file: the file's name in errors.
  /// - Throws: `ModelFileError` if the head does not fit the network or its classes.
  init?(_ tensors: [SafeTensors.Tensor], features: Int, classes: [String], file: String) throws(ModelFileError) {
    let own = tensors.filter { $0.name.hasPrefix(Self.prefix) }
    guard !own.isEmpty else { return nil }
    guard let lattices = BravaisInterpretation(classes: classes)?.lattices else {
      throw ModelFileError(
        file: file,
        reason: "has an output of Laue classes, but its classes are not Bravais lattices"
      )
    }
    let values = try own.values(
      prefix: Self.prefix,
      ["weight": [Self.count, features], "bias": [Self.count]],
      file: file
    )
    self.init(weights: values["weight"] ?? [], bias: values["bias"] ?? [], lattices: lattices)
  }
}

extension [SafeTensors.Tensor] {
  /// The values of tensors, by name without a prefix.
  ///
  /// - Throws: `ModelFileError` unless they are exactly those of the given shapes.
  func values(prefix: String, _ shapes: [String: [Int]], file: String) throws(ModelFileError) -> [String: [Float]] {
    var values: [String: [Float]] = [:]
    for tensor in self {
      let name = String(tensor.name.dropFirst(prefix.count))
      guard shapes[name] == tensor.shape else {
        throw ModelFileError(
          file: file,
          reason: "holds a tensor \(tensor.name) of shape \(tensor.shape) that it cannot use"
        )
      }
      values[name] = tensor.values
    }
    if let missing = shapes.keys.sorted().first(where: { values[$0] == nil }) {
      throw ModelFileError(file: file, reason: "lacks the tensor \(prefix)\(missing)")
    }
    return values
  }
}
