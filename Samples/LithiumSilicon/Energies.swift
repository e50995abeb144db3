import ArgumentParser
import Atomistics
import Foundation
import SampleSupport

/// The published networks beside their reference energies, and relaxed crystals.
struct Energies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Reproduce the reference energies of the published networks and relax crystals."
  )

  @OptionGroup var common: CommonOptions

  func run() throws {
    var table = TargetTable()
    try Self.add(to: &table, common)
    print(table)
    try table.verify()
  }

  /// A reference energy, by the name of a crystal and its edge.
  private struct Reference: Decodable {
    let phase: String
    let a: Double
    let energy: Double

    enum CodingKeys: String, CodingKey {
      case phase, a
      case energy = "Ef_eV_per_atom"
    }

    var structure: AtomicStructure? {
      if phase.hasPrefix("Si diamond") { return Crystals.silicon(a) }
      if phase.hasPrefix("Li bcc") { return Crystals.lithium(a) }
      return phase.hasPrefix("Li15Si4") ? Crystals.richest(a) : nil
    }
  }

  /// Adds the energies of given and of relaxed crystals.
  static func add(to table: inout TargetTable, _ common: CommonOptions) throws {
    let potential = try common.potential()
    let file = common.folder.appending(path: "reference_energies.json")
    let references: [Reference]
    do { references = try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file)) } catch {
      throw SampleError("\(file.path()) cannot be read: \(error)")
    }
    let differences = try references.map { reference in
      guard let structure = reference.structure else {
        throw SampleError("\(file.path()): no crystal is known as \(reference.phase)")
      }
      return abs(potential.evaluate(structure).energy / Double(structure.count) - reference.energy)
    }
    table.add(
      "reference energies, \(references.count) crystals",
      .atMost(1e-5),
      measured: differences.max() ?? .nan,
      unit: "eV/atom"
    )
    let amorphous = common.folder.appending(path: "aLiSi_1024.tinker.xyz")
    if FileManager.default.fileExists(atPath: amorphous.path()) {
      let structure = try StructureFiles.tinker(amorphous)
      let energy = potential.evaluate(structure).energy / Double(structure.count)
      table.add(
        "amorphous LiSi of 1024 atoms",
        .within(-0.054415...(-0.054405)),
        measured: energy,
        unit: "eV/atom",
        digits: 5
      )
    }
    let formation = FormationEnergies(potential)
    for (name, crystal) in try common.crystals() {
      let relaxed = Relaxation(of: crystal, in: potential)
      let change = 100 * (relaxed.structure.volume / crystal.volume - 1)
      table.add(
        "\(name): relaxed formation energy",
        .none,
        measured: formation(relaxed.energy, of: relaxed.structure),
        unit: "eV/atom"
      )
      table.add("\(name): change of volume", .none, measured: change, unit: "%", digits: 3)
      table.add("\(name): force left", .atMost(0.02), measured: relaxed.greatestForce, unit: "eV/Å", digits: 2)
    }
  }
}
