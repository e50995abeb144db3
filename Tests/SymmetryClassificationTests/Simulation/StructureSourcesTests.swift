import Diffraction
import Foundation
import RandomNumbers
import SymmetryClassification
import TestSupport
import Testing
import Workers

@Suite struct StructureSourcesTests {
  private static func specimen(_ path: String) throws -> LabeledStructure {
    let samples = Project.structures
    return try LabeledStructure(path: samples.appending(path: path + ".cif").path)
  }

  /// Coarse master patterns, for a debug build.
  private static func sources() -> StructureSources {
    var sources = StructureSources(cache: MasterPatternCache(folder: nil))
    sources.masterSize = 21
    return sources
  }

  @Test func aStructureIsShownAsItselfAndAsVirtualCrystalsOfItsSpaceGroup() throws {
    var sources = Self.sources()
    let rutile = try Self.specimen("tP/rutile")
    #expect(try sources.dynamicalCrystals(of: rutile).map(\.name) == ["rutile"])
    sources.virtualMasters = 2
    let crystals = try sources.dynamicalCrystals(of: rutile)
    #expect(crystals.count == 3 && Set(crystals.map(\.key)).count == 3)
    #expect(crystals.allSatisfy { $0.symmetry.spaceGroup.number == 136 })
    // The same crystals for every training.
    #expect(try sources.dynamicalCrystals(of: rutile).map(\.key) == crystals.map(\.key))
  }

  @Test func aDynamicalCrystalHasTheAxesOfItsStructure() throws {
    let nickel = try Self.specimen("cF/nickel")
    let crystal = try Self.sources().dynamical(nickel, pool: WorkerPool(threads: 1))
    #expect(crystal.elements.axes.filter { $0.order == 4 }.count == 3)
    #expect(crystal.elements.axes.filter { $0.order == 3 }.count == 4)
    #expect(crystal.simulator.projector.statistics.deviation > 0)
  }

  @Test func theShareOfKinematicalCrystalsIsThatAskedFor() throws {
    var sources = Self.sources()
    let nickel = try Self.specimen("cF/nickel")
    let master = try sources.dynamical(nickel, pool: WorkerPool(threads: 1))
    let virtual = try sources.twoBeam(nickel, label: 4)
    let statistics = master.simulator.projector.statistics.mean
    func share(_ source: CrystalSampler, draws: Int) throws -> Double {
      let virtual = try (0..<draws).count { number in
        var generator = KeyedGenerator(7, number)
        return try #require(source.draw(&generator)).simulator.projector.statistics.mean
          != statistics
      }
      return Double(virtual) / Double(draws)
    }
    for (wanted, range) in [(Float(0), 0.0...0), (0.3, 0.15...0.45), (1, 1...1)] {
      sources.twoBeamShare = wanted
      let mixture = sources.mixture(
        dynamical: [master],
        twoBeam: virtual,
        of: nickel,
        label: 4
      )
      let source = try #require(mixture)
      #expect(source.label == 4)
      #expect(range.contains(try share(source, draws: 100)))
    }
    // Without a master pattern, all crystals have two-beam bands.
    sources.twoBeamShare = 0.3
    let alone = try #require(
      sources.mixture(dynamical: [], twoBeam: virtual, of: nickel, label: 4)
    )
    #expect(try share(alone, draws: 10) == 1)
    #expect(sources.mixture(dynamical: [], twoBeam: nil, of: nickel, label: 4) == nil)
  }

  @Test func structuresOfSmallCellsWeighMoreByThePowerAskedFor() throws {
    var sources = Self.sources()
    let (nickel, rutile) = (try Self.specimen("cF/nickel"), try Self.specimen("tP/rutile"))
    func weight(_ specimen: LabeledStructure) throws -> Float {
      let virtual = try sources.twoBeam(specimen, label: 0)
      let mixture = sources.mixture(dynamical: [], twoBeam: virtual, of: specimen, label: 0)
      return try #require(mixture).weight
    }
    let equal = try [weight(nickel), weight(rutile)]
    #expect(equal == [1, 1])
    sources.smallCellExponent = 1
    // Primitive cells: 3.52³ / 4 and 4.59² × 2.96 Å³.
    let ratio = try weight(nickel) / weight(rutile)
    #expect(abs(ratio / (62.4 / 10.9) - 1) < 0.02)
  }

  @Test func aMasterPatternHasThePlanesThatTheCellAsksForUnlessASpacingIsGiven() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ednet-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    var sources = Self.sources()
    sources.cache = MasterPatternCache(folder: folder.path)
    let (nickel, rutile) = (try Self.specimen("cF/nickel"), try Self.specimen("tP/rutile"))
    // Primitive cells of 10.9 and 62.4 Å³.
    #expect(nickel.finestSpacing == 0.55 && (0.55...0.57).contains(rutile.finestSpacing))
    for structure in [nickel, rutile] { _ = try sources.dynamical(structure, pool: WorkerPool(threads: 2)) }
    sources.minimumSpacing = 1.1
    _ = try sources.dynamical(nickel, pool: WorkerPool(threads: 2))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".png") }
    let spacings = try names.map {
      try MasterPatternFile.read(folder.appending(path: $0).path).description?.smallestSpacing
    }
    #expect(Set(spacings) == [0.55, rutile.finestSpacing, 1.1])
  }
}
