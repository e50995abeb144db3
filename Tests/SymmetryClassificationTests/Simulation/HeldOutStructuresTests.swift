import Foundation
import SymmetryClassification
import TestSupport
import Testing

@Suite struct HeldOutStructuresTests {
  private static func specimens() throws -> [LabeledStructure] {
    let samples = Project.structures
    return try ["cF", "tI"].flatMap { lattice in
      let folder = samples.appending(path: lattice)
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
        try LabeledStructure(path: folder.appending(path: $0).path)
      }
    }
  }

  @Test func ofEachClassTheSameShareIsHeldOutAndNeverTheLast() throws {
    let specimens = try Self.specimens()
    let labels = specimens.map { $0.className(at: .bravaisLattice) == "cF" ? 0 : 1 }
    func held(_ share: Double, seed: Int = 1) -> [Bool] {
      HeldOutStructures.draw(specimens, labels: labels, share: share, seed: seed)
    }
    for label in 0...1 {
      let members = labels.indices.filter { labels[$0] == label }
      let count = members.count { held(0.25)[$0] }
      #expect(count == Int((0.25 * Double(members.count)).rounded()))
      #expect(members.count { held(0.999)[$0] } == members.count - 1)
    }
    #expect(!held(0).contains(true))
    #expect(held(0.25) == held(0.25) && held(0.25) != held(0.25, seed: 2))
  }

  @Test func equalCrystalsStayOnOneSide() throws {
    let specimens = try Self.specimens()
    let twice = specimens + specimens
    let labels = twice.map { _ in 0 }
    for seed in 1...5 {
      let held = HeldOutStructures.draw(twice, labels: labels, share: 0.5, seed: seed)
      #expect(Array(held[..<specimens.count]) == Array(held[specimens.count...]))
    }
  }
}
