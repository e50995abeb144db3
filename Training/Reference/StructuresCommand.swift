import ArgumentParser
import Crystallography
import Foundation
import Pipelines
import SymmetryClassification

/// `training-reference structures`.
struct StructuresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "structures",
    abstract: "Print the primitive cells and atoms of crystal structures, as ednet reads them.",
    discussion: "Files that cannot be used are named on standard error and left out."
  )

  @Argument(help: "CIF files, and folders of them.") var files: [String]

  /// A crystal in its primitive cell.
  private struct Structure: Encodable {
    let file: String
    let name: String
    let lattice: BravaisLattice
    let spaceGroup: Int
    /// The edges in Å, in the Cartesian frame of the crystal.
    let cell: [[Double]]
    let atoms: [Atom]

    init(_ specimen: LabeledStructure, file: String) {
      let crystal = specimen.symmetry.primitive
      (self.file, name) = (file, specimen.name)
      lattice = specimen.symmetry.spaceGroup.bravaisLattice
      spaceGroup = specimen.symmetry.spaceGroup.number
      let (a, b, c) = crystal.cell.directMatrix.columns
      cell = [a, b, c].map { [$0.x, $0.y, $0.z] }
      atoms = crystal.atoms.map(Atom.init)
    }
  }

  private struct Atom: Encodable {
    let element: String
    let atomicNumber: Int
    let position: [Double]
    let occupancy: Double
    let debyeWallerFactor: Double

    init(_ site: AtomSite) {
      element = site.element.symbol
      atomicNumber = site.element.atomicNumber
      position = [site.position.x, site.position.y, site.position.z]
      (occupancy, debyeWallerFactor) = (site.occupancy, site.debyeWallerFactor)
    }
  }

  func run() throws {
    var structures: [Structure] = []
    for path in try StructureFiles.paths(files) {
      do {
        for specimen in try LabeledStructure.all(path: path) {
          for sentence in specimen.warnings { note("warning: \(sentence)") }
          structures.append(Structure(specimen, file: path))
        }
      } catch {
        let text = "\(error)"
        note("warning: left out: \(text.hasPrefix(path) ? text : "\(path): \(text)")")
      }
    }
    guard !structures.isEmpty else { throw PipelineError("none of the structures can be used") }
    try TrainingReference.print(structures)
  }

  private func note(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }
}
