import Atomistics
import Foundation
import NeuralNetworks
import SampleSupport

/// A network file of aenet with a Chebyshev descriptor.
///
/// aenet: Artrith and Urban, Comput. Mater. Sci. 114, 135 (2016).
struct AenetFile {
  /// The network, with energies in eV relative to the elements: the energies of atoms in their elements are left out.
  let element: NeuralPotential<ChebyshevDescriptor>.ElementNetwork
  /// The symbol of the central atom.
  let symbol: String
  /// The energy in eV of an atom of each species in its element, which a total energy contains.
  let atomEnergies: [Double]

  /// The species, in the order of indices.
  static let species = ["Li", "Si"]

  /// Reads a file.
  ///
  /// - Throws: ``SampleError`` that names the file and the record.
  init(contentsOf file: URL) throws {
    var records = try FortranRecords(contentsOf: file)
    let layers = try records.integer("the number of layers")
    guard (2...20).contains(layers) else { throw SampleError("\(records.name): \(layers) layers") }
    _ = try records.integer("the widest layer")
    let weightCount = try records.integer("the number of weights")
    _ = try records.integer("the number of values")
    let widths = try records.integers("the layers", count: layers)
    let kinds = try records.integers("the activations", count: layers - 1)
    _ = try records.integers("the positions of weights", count: layers)
    _ = try records.integers("the positions of values", count: layers)
    guard widths.allSatisfy({ (1...10_000).contains($0) }), Perceptron.parameterCount(widths) == weightCount else {
      throw SampleError("\(records.name): \(weightCount) weights do not belong to layers of \(widths)")
    }
    let weights = try records.reals("the weights", count: weightCount)
    let activations = try kinds.map { kind in
      guard let activation = [0: Perceptron.Activation.identity, 1: .tanh][kind] else {
        throw SampleError("\(records.name): the activation \(kind) is not supported; 0 (linear) and 1 (tanh) are")
      }
      return activation
    }

    _ = try records.text("the description")
    symbol = try records.text("the central atom")
    let environments = try records.integer("the number of species")
    let symbols = try records.text("the species")
    guard environments == 2, symbols == Self.species.joined() else {
      throw SampleError("\(records.name): species \(symbols), not \(Self.species.joined(separator: " and "))")
    }
    _ = try records.reals("the least distance", count: 1)
    _ = try records.reals("the greatest distance", count: 1)
    let kind = try records.text("the kind of descriptor")
    guard kind == "Chebyshev" else { throw SampleError("\(records.name): a descriptor \(kind), not Chebyshev") }
    let count = try records.integer("the number of values")
    let parameterCount = try records.integer("the number of parameters")
    guard count == widths[0], parameterCount == 4 else {
      throw SampleError("\(records.name): a descriptor of \(count) values for \(widths[0]) inputs")
    }
    _ = try records.integers("the kinds of values", count: count)
    let parameters = try records.reals("the descriptor's parameters", count: 4 * count)
    _ = try records.integers("the species of values", count: 2 * count)
    _ = try records.integer("the number of evaluations")
    _ = try records.reals("the least values", count: count)
    _ = try records.reals("the greatest values", count: count)
    let means = try records.reals("the mean values", count: count)
    let squares = try records.reals("the mean squares", count: count)
    let descriptor = ChebyshevDescriptor(
      radialCutoff: parameters[0],
      radialOrder: Int(parameters[1]),
      angularCutoff: parameters[2],
      angularOrder: Int(parameters[3]),
      // aenet's weights of two species.
      weights: [-1, 1]
    )
    guard descriptor.count == count else {
      throw SampleError("\(records.name): the orders \(parameters[1]) and \(parameters[3]) do not give \(count) values")
    }

    _ = try records.text("the training set")
    guard try records.integer("the normalisation") != 0 else {
      throw SampleError("\(records.name): energies that are not normalised are not supported")
    }
    let scale = try records.reals("the energy scale", count: 1)[0]
    let shift = try records.reals("the energy shift", count: 1)[0]
    guard try records.integer("the number of elements") == 2, try records.text("the elements") == symbols else {
      throw SampleError("\(records.name): the elements of the training set are not \(symbols)")
    }
    atomEnergies = try records.reals("the atoms' energies", count: 2)
    element = .init(
      descriptor: descriptor,
      inputShift: means,
      inputScale: zip(means, squares).map { 1 / ($1 - $0 * $0).squareRoot() },
      network: Perceptron(widths: widths, activations: activations, weightsByInput: weights),
      outputScale: 1 / scale,
      outputShift: shift
    )
  }

  /// The potential of formation energies of a folder's two networks.
  ///
  /// - Parameters:
  ///   - folder: the folder of `Li.15t-15t.nn-04153` and `Si.15t-15t.nn-04153`.
  ///   - threads: the threads; nil for one per processor.
  /// - Returns: the potential; its energies are relative to the elements at 0 K.
  /// - Throws: ``SampleError`` that names the file.
  static func potential(in folder: URL, threads: Int? = nil) throws -> NeuralPotential<ChebyshevDescriptor> {
    let files = try species.map { symbol in
      let file = try AenetFile(contentsOf: folder.appending(path: "\(symbol).15t-15t.nn-04153"))
      guard file.symbol == symbol else { throw SampleError("the file of \(symbol) is for \(file.symbol)") }
      return file
    }
    return NeuralPotential(elements: files.map(\.element), threads: threads)
  }
}
