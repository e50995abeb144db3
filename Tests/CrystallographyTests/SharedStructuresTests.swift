import Foundation
import Synchronization
import Testing
import Workers

@testable import Crystallography

/// Compares the symmetry of the shared structures with that in their index.
@Suite(
  .enabled(
    if: StructureFiles.exist(at: StructureFiles.shared),
    "../shared/structures is missing; Samples/structures are tested instead"
  )
)
struct SharedStructuresTests {
  /// Corrections: for these files the index has the enantiomorph of the space group of the operations and the atoms.
  private static let correctedNumbers = ["tP/As2O5_92.cif": "96"]

  /// Refused, because a site has the symbol of flerovium where fluorine is meant.
  private static let refused: Set = ["oI/MgAlF3Fl2_71.cif"]

  @Test func symmetryIsThatOfTheIndex() throws {
    let index = StructureFiles.shared.appending(path: "index.tsv")
    let rows = try String(contentsOf: index, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count > 500)
    // One structure in seven keeps the test quick; seven is coprime to the number of rows of each lattice.
    let every = Int(ProcessInfo.processInfo.environment["EDNET_TEST_EVERY_STRUCTURE"] ?? "") ?? 7
    let some = rows.enumerated().filter { $0.offset % every == 0 && !Self.refused.contains($0.element[0]) }
      .map(\.element)
    let problems = Problems()
    WorkerPool().run(some.count) { task, _ in
      let row = some[task]
      let path = StructureFiles.shared.appending(path: row[0]).path
      do {
        let cif = try CIF(path: path)
        let symmetry = try CrystalSymmetry(of: cif.crystal)
        let group = symmetry.spaceGroup
        let number = Self.correctedNumbers[row[0]] ?? row[4]
        if String(group.number) != number || group.bravaisLattice.rawValue != row[1] {
          problems.add("\(row[0]): \(group) \(group.bravaisLattice), not \(number) \(row[1])")
        }
        if String(symmetry.primitive.atoms.count) != row[7] {
          problems.add("\(row[0]): \(symmetry.primitive.atoms.count) atoms, not \(row[7])")
        }
      } catch {
        problems.add("\(row[0]): \(error)")
      }
    }
    let lines = problems.lines
    #expect(lines.isEmpty, "\(lines.joined(separator: "\n"))")
  }
}

/// Messages collected from several threads.
final class Problems: Sendable {
  private let list = Mutex<[String]>([])

  func add(_ line: String) { list.withLock { $0.append(line) } }

  var lines: [String] { list.withLock { $0 } }
}
