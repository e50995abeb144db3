import Atomistics
import Foundation
import NeuralNetworks
import SampleSupport

/// The files of a potential for n2p2: `input.nn`, `scaling.data` and `weights.014.data`, in bohr and hartree.
///
/// n2p2: Singraber, Behler and Dellago, J. Chem. Theory Comput. 15, 1827 (2019).
enum N2P2Files {
  /// CODATA 2018.
  static let bohr = 0.529177210903
  /// In eV; CODATA 2018.
  static let hartree = 27.211386245988

  /// Reads the silicon potential of a folder.
  ///
  /// - Parameters:
  ///   - folder: the folder of the three files.
  ///   - threads: the threads of the potential; nil for one per processor.
  /// - Returns: the potential in Å and eV.
  /// - Throws: ``SampleError`` that names the file and the problem.
  static func potential(in folder: URL, threads: Int? = nil) throws -> NeuralPotential<SymmetryFunctions> {
    let settings = try Settings(contentsOf: folder.appending(path: "input.nn"))
    let functions = settings.functions
    let scaling = try numbers(in: folder.appending(path: "scaling.data"), columns: 6)
    guard scaling.count == functions.count else {
      throw SampleError("scaling.data: \(scaling.count) lines for \(functions.count) symmetry functions")
    }
    let widths = [functions.count] + settings.hiddenWidths + [1]
    let count = Perceptron.parameterCount(widths)
    // A line: the value, "a" for a weight and "b" for a bias, its number and its position.
    let lines = try SampleData.text(folder.appending(path: "weights.014.data")).split(separator: "\n")
    let values = lines.compactMap { line in
      line.hasPrefix("#") ? nil : line.split(separator: " ").first.flatMap { Double($0) }
    }
    guard values.count == count else {
      throw SampleError("weights.014.data: \(values.count) weights, not the \(count) of a network \(widths)")
    }
    let network = Perceptron(
      widths: widths,
      activations: settings.activations,
      weightsByInput: values
    )
    let element = NeuralPotential<SymmetryFunctions>.ElementNetwork(
      descriptor: functions,
      inputShift: scaling.map { $0[2] },
      inputScale: scaling.map { 1 / ($0[3] - $0[2]) },
      network: network,
      outputScale: hartree,
      outputShift: settings.atomEnergy * hartree
    )
    return NeuralPotential(elements: [element], threads: threads)
  }

  /// A structure as n2p2's `input.data`.
  ///
  /// - Parameters:
  ///   - structure: the atoms, all of silicon.
  ///   - energy: the total energy in eV.
  /// - Returns: the file's text.
  static func structure(_ structure: AtomicStructure, energy: Double) -> String {
    func numbers(_ vector: SIMD3<Double>) -> String {
      (0..<3).map { String(format: "%.12f", vector[$0] / bohr) }.joined(separator: " ")
    }
    let cell = structure.cell.map { "lattice " + numbers($0) }
    let atoms = structure.positions.map { "atom " + numbers($0) + " Si 0 0 0 0 0" }
    let end = ["energy \(energy / hartree)", "charge 0", "end"]
    return (["begin"] + cell + atoms + end).joined(separator: "\n") + "\n"
  }

  /// The lines of numbers of a file.
  private static func numbers(in file: URL, columns: Int) throws -> [[Double]] {
    try SampleData.text(file).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      guard numbers.count == columns else {
        throw SampleError("\(file.lastPathComponent): a line of \(numbers.count) numbers, not \(columns): \(line)")
      }
      return numbers
    }
  }
}

/// The part of `input.nn` that the prediction needs.
private struct Settings {
  let functions: SymmetryFunctions
  let hiddenWidths: [Int]
  let activations: [Perceptron.Activation]
  /// In hartree.
  let atomEnergy: Double

  init(contentsOf file: URL) throws {
    let lines = try SampleData.text(file).split(separator: "\n").map { line in
      line.prefix { $0 != "#" }.split(separator: " ").map(String.init)
    }
    func values(_ key: String) throws -> [String] {
      guard let line = lines.first(where: { $0.first == key }) else { throw SampleError("input.nn: no line \(key)") }
      return Array(line.dropFirst())
    }
    hiddenWidths = try values("global_nodes_short").compactMap { Int($0) }
    activations = try values("global_activation_short").map { letter in
      guard let activation = ["t": Perceptron.Activation.tanh, "l": .identity][letter] else {
        throw SampleError("input.nn: the activation \(letter) is not supported; t and l are")
      }
      return activation
    }
    guard try values("cutoff_type") == ["1"] else { throw SampleError("input.nn: only cutoff_type 1 is supported") }
    guard let energy = try Double(values("atom_energy").last ?? "") else {
      throw SampleError("input.nn: atom_energy is no number")
    }
    atomEnergy = energy

    let bohr = N2P2Files.bohr
    var radial: [SymmetryFunctions.Radial] = []
    var angular: [(eta: Double, lambda: Int, zeta: Int32)] = []
    var cutoffs: Set<Double> = []
    for line in lines where line.first == "symfunction_short" {
      let numbers = line.compactMap { Double($0) }
      switch (line.count > 2 ? line[2] : "", numbers.count) {
      case ("2", 4):
        radial.append(.init(eta: numbers[1] / (bohr * bohr), center: numbers[2] * bohr))
        cutoffs.insert(numbers[3])
      case ("3", 5):
        guard numbers[3] == numbers[3].rounded(), numbers[3] >= 1, abs(numbers[2]) == 1 else {
          throw SampleError("input.nn: ζ is a whole number and λ is ±1: \(line.joined(separator: " "))")
        }
        angular.append((numbers[1] / (bohr * bohr), Int(numbers[2]), Int32(numbers[3])))
        cutoffs.insert(numbers[4])
      default:
        throw SampleError("input.nn: only functions of type 2 and 3 of one element: \(line.joined(separator: " "))")
      }
    }
    guard let cutoff = cutoffs.first, cutoffs.count == 1 else {
      throw SampleError("input.nn: symmetry functions need one common cutoff")
    }
    functions = SymmetryFunctions(
      cutoff: cutoff * bohr,
      // n2p2 sorts functions by type, η, ζ and λ, and numbers weights and scales in that order.
      radial: radial.sorted { ($0.eta, $0.center) < ($1.eta, $1.center) },
      angularEtas: Set(angular.map(\.eta)).sorted(),
      zetas: Set(angular.map(\.zeta)).sorted()
    )
    guard functions.count == radial.count + angular.count else {
      throw SampleError("input.nn: angular functions must be all combinations of their η, ζ and λ")
    }
  }
}
