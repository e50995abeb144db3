import Atomistics
import Foundation
import SampleSupport

/// Readers of structures of lithium and silicon.
enum StructureFiles {
  /// Reads the structures of an extended XYZ file with `Lattice="…"` and `name=…` in the second line of each.
  ///
  /// - Throws: ``SampleError`` that names the file.
  static func extendedXYZ(_ file: URL) throws -> [(name: String, structure: AtomicStructure)] {
    let lines = try SampleData.text(file).split(separator: "\n").map(String.init)
    var (start, result) = (0, [(name: String, structure: AtomicStructure)]())
    while start < lines.count {
      guard let count = Int(lines[start]), count > 0, start + 2 + count <= lines.count else {
        throw SampleError("\(file.path()): line \(start + 1) is not the number of atoms that follow")
      }
      let header = lines[start + 1]
      guard let lattice = header.firstMatch(of: /Lattice="([^"]*)"/)?.1,
        let name = header.firstMatch(of: /name=(\S+)/)?.1
      else { throw SampleError("\(file.path()): line \(start + 2) has no Lattice or no name") }
      let cell = lattice.split(separator: " ").compactMap { Double($0) }
      guard cell.count == 9 else { throw SampleError("\(file.path()): line \(start + 2): a lattice has nine numbers") }
      let rows = (0..<3).map { SIMD3(cell[3 * $0], cell[3 * $0 + 1], cell[3 * $0 + 2]) }
      let atoms = lines[start + 2..<start + 2 + count].map { $0.split(separator: " ").map(String.init) }
      try result.append((String(name), structure(cell: rows, atoms: atoms, file: file)))
      start += 2 + count
    }
    return result
  }

  /// Reads an XYZ file of Tinker with a cell in its second line: lengths in Å and angles in degrees.
  ///
  /// - Throws: ``SampleError`` that names the file.
  static func tinker(_ file: URL) throws -> AtomicStructure {
    let lines = try SampleData.text(file).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    guard lines.count > 2, let count = lines[0].first.flatMap({ Int($0) }), lines.count >= count + 2, count > 0 else {
      throw SampleError("\(file.path()) is no Tinker XYZ file with a cell")
    }
    let cell = lines[1].compactMap { Double($0) }
    guard cell.count == 6 else { throw SampleError("\(file.path()): the second line has not six numbers of a cell") }
    // The first vector along x, the second in the plane of x and y.
    let (alpha, beta, gamma) = (cell[3] * .pi / 180, cell[4] * .pi / 180, cell[5] * .pi / 180)
    let x = cell[2] * cos(beta)
    let y = cell[2] * (cos(alpha) - cos(beta) * cos(gamma)) / sin(gamma)
    let rows: [SIMD3<Double>] = [
      [cell[0], 0, 0], [cell[1] * cos(gamma), cell[1] * sin(gamma), 0],
      [x, y, (cell[2] * cell[2] - x * x - y * y).squareRoot()],
    ]
    return try structure(cell: rows, atoms: lines[2..<count + 2].map { Array($0.dropFirst()) }, file: file)
  }

  /// A structure from symbols and positions.
  private static func structure(cell: [SIMD3<Double>], atoms: [[String]], file: URL) throws -> AtomicStructure {
    var structure = AtomicStructure(cell: cell, positions: [], species: [])
    for atom in atoms {
      let position = atom.dropFirst().prefix(3).compactMap { Double($0) }
      guard let symbol = atom.first, let species = AenetFile.species.firstIndex(of: symbol), position.count == 3 else {
        throw SampleError("\(file.path()): no atom of Li or Si with a position: \(atom.joined(separator: " "))")
      }
      structure.positions.append(SIMD3(position))
      structure.species.append(species)
    }
    guard structure.volume > 0 else { throw SampleError("\(file.path()): the cell has no volume") }
    return structure
  }
}
