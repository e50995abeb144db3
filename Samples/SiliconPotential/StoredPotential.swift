import Atomistics
import Foundation
import NeuralNetworks
import SampleSupport

/// A trained potential as a JSON file, in Å and eV.
struct StoredPotential: Codable {
  private var cutoff: Double
  private var radial: [SymmetryFunctions.Radial]
  private var angularEtas: [Double]
  private var zetas: [Int32]
  private var inputShift: [Double]
  private var inputScale: [Double]
  private var widths: [Int]
  private var activations: [Perceptron.Activation]
  private var parameters: [Double]
  private var outputScale: Double
  private var outputShift: Double
  private var repulsion: ScreenedRepulsion

  /// Stores the network and the repulsion of silicon.
  init(_ potential: SiliconNetwork) {
    let element = potential.first.elements[0]
    repulsion = potential.second
    (cutoff, radial) = (element.descriptor.cutoff, element.descriptor.radial)
    (angularEtas, zetas) = (element.descriptor.angularEtas, element.descriptor.zetas)
    (inputShift, inputScale) = (element.inputShift, element.inputScale)
    (widths, activations) = (element.network.widths, element.network.activations)
    parameters = element.network.parameters
    (outputScale, outputShift) = (element.outputScale, element.outputShift)
  }

  /// Reads a file.
  ///
  /// - Throws: ``SampleError`` that names the file.
  init(contentsOf file: URL) throws {
    do {
      self = try JSONDecoder().decode(StoredPotential.self, from: Data(contentsOf: file))
    } catch {
      throw SampleError("\(file.path()) is no potential that `silicon-potential train` wrote: \(error)")
    }
    guard zetas.allSatisfy({ $0 >= 1 }), cutoff > 0, widths.count == activations.count + 1,
      widths.allSatisfy({ $0 > 0 }),
      repulsion.charges.count == 1, 0 < repulsion.inner, repulsion.inner < repulsion.outer,
      widths[0] == radial.count + 2 * angularEtas.count * zetas.count, widths.last == 1,
      inputShift.count == widths[0], inputScale.count == widths[0],
      parameters.count == Perceptron.parameterCount(widths)
    else { throw SampleError("\(file.path()): its numbers do not belong to one network") }
  }

  /// The potential.
  func potential(threads: Int? = nil) -> SiliconNetwork {
    let element = NeuralPotential<SymmetryFunctions>.ElementNetwork(
      descriptor: SymmetryFunctions(cutoff: cutoff, radial: radial, angularEtas: angularEtas, zetas: zetas),
      inputShift: inputShift,
      inputScale: inputScale,
      network: Perceptron(widths: widths, activations: activations, parameters: parameters),
      outputScale: outputScale,
      outputShift: outputShift
    )
    return SummedPotential(NeuralPotential(elements: [element], threads: threads), repulsion)
  }

  /// Writes the file.
  func write(to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try encoder.encode(self).write(to: file, options: .atomic)
  }
}
