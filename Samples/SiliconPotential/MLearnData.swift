import Atomistics
import Foundation
import SampleSupport

/// The files of mlearn: structures of pymatgen with energies and forces by density functional theory.
///
/// mlearn: Zuo et al., J. Phys. Chem. A 124, 731 (2020).
enum MLearnData {
  /// Reads a file of one element.
  ///
  /// - Throws: ``SampleError`` that names the file.
  static func structures(in file: URL) throws -> [LabelledStructure] {
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: file))
    } catch let error as DecodingError {
      throw SampleError("\(file.path()) is no file of structures and energies of mlearn: \(error)")
    } catch {
      throw SampleError("\(file.path()) cannot be read: \(error.localizedDescription)")
    }
    return try entries.enumerated().map { index, entry in
      let sites = entry.structure.sites
      guard entry.outputs.forces.count == sites.count, entry.structure.lattice.matrix.count == 3 else {
        throw SampleError(
          "\(file.lastPathComponent): structure \(index) needs three cell vectors and a force for each site"
        )
      }
      return LabelledStructure(
        group: entry.group,
        structure: AtomicStructure(
          cell: entry.structure.lattice.matrix,
          positions: sites.map(\.xyz),
          species: [Int](repeating: 0, count: sites.count)
        ),
        energy: entry.outputs.energy,
        forces: entry.outputs.forces
      )
    }
  }

  private struct Entry: Decodable {
    struct Structure: Decodable {
      struct Lattice: Decodable { let matrix: [SIMD3<Double>] }
      struct Site: Decodable { let xyz: SIMD3<Double> }
      let lattice: Lattice
      let sites: [Site]
    }
    struct Outputs: Decodable {
      let energy: Double
      let forces: [SIMD3<Double>]
    }
    let group: String
    let structure: Structure
    let outputs: Outputs
  }
}
