import Crystallography
import Foundation
import Testing
import Workers

@testable import Diffraction

@Suite struct MasterPatternCacheTests {
  private let simulator = MasterPatternSimulator(size: 21, minimumSpacing: 1.2)

  @Test func secondRunReadsTheSameBits() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "ednet-\(UUID().uuidString)"
    )
    defer { try? FileManager.default.removeItem(at: folder) }
    let crystal = try CrystalExamples.nickel()
    let symmetry = try CrystalSymmetry(of: crystal)
    let pool = WorkerPool(threads: 2)
    func pattern(_ crystal: Crystal, in folder: String?) -> MasterPattern {
      let result = MasterPatternCache(folder: folder).masterPattern(
        of: crystal,
        symmetry: symmetry,
        simulator: simulator,
        pool: pool
      )
      #expect(result.failure == nil)
      return result.file.masterPattern
    }
    func names() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
    let uncached = pattern(crystal, in: nil)
    let first = pattern(crystal, in: folder.path)
    let kept = try names()
    #expect(kept.count == 2)
    #expect(pattern(crystal, in: folder.path) == first)
    #expect(first == uncached)
    // A damaged file is replaced.
    try Data("nothing".utf8).write(to: folder.appending(path: kept[1]))
    #expect(pattern(crystal, in: folder.path) == first)
    var hotter = crystal
    for index in hotter.atoms.indices { hotter.atoms[index].debyeWallerFactor = 1 }
    #expect(pattern(hotter, in: folder.path) != first)
    let both = try names()
    #expect(both.count == 4)
  }

  @Test func unwritableFolderStillGivesThePatternAndTheError() throws {
    let crystal = try CrystalExamples.nickel()
    let result = MasterPatternCache(folder: "/dev/null/cache").masterPattern(
      of: crystal,
      symmetry: try CrystalSymmetry(of: crystal),
      simulator: simulator,
      pool: WorkerPool(threads: 1)
    )
    #expect(result.failure != nil && result.file.masterPattern.size == 21)
  }
}
