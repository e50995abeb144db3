import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Synchronization
import TestSupport
import Testing
import Workers

@testable import class SymmetryClassification.CrystalQueue
@testable import struct SymmetryClassification.LabeledStructure
@testable import struct SymmetryClassification.SimulatedCrystal
@testable import struct SymmetryClassification.StructureSources

@Suite struct CrystalQueueTests {
  private static func nickel() throws -> LabeledStructure {
    try LabeledStructure(path: Project.structures.appending(path: "cF/nickel.cif").path)
  }

  /// Numbers of crystals as they were made, with repetitions.
  private final class Log: Sendable {
    let made = Mutex<[[Int]]>([])
  }

  /// A queue of crystals distinguished by their mean intensity, 100 · class + number.
  private static func queue(renewed: Int, threads: Int, log: Log = Log()) throws -> CrystalQueue {
    let nickel = try nickel()
    let elements = SymmetryElements(of: nickel.symmetry, in: nickel.crystal.cell)
    return CrystalQueue(of: [0, 1], renewed: renewed, pool: WorkerPool(threads: threads)) { label, number in
      log.made.withLock { $0.append([label, number]) }
      let grid = [Float](repeating: Float(100 * label + number), count: 9)
      return SimulatedCrystal(
        KikuchiSimulator(MasterPattern(size: 3, northern: grid, southern: grid)),
        elements: elements
      )
    }
  }

  private static func identity(_ crystal: SimulatedCrystal?) throws -> Int {
    Int(try #require(crystal).simulator.projector.statistics.mean.rounded())
  }

  @Test func anEpochShowsItsCrystalsOnlyAndEachLeavesAfterFourEpochs() throws {
    let queue = try Self.queue(renewed: 2, threads: 1)
    for epoch in 1...6 {
      var shown: Set<Int> = []
      for draw in 0..<100 {
        var generator = KeyedGenerator(epoch, draw)
        shown.insert(try Self.identity(queue.crystal(of: 1, epoch: epoch, using: &generator)))
      }
      let first = 100 + 2 * (epoch - 1)
      #expect(shown == Set(first..<first + 8), "epoch \(epoch)")
    }
  }

  @Test func crystalsDoNotDependOnThreadsNorOnTheEpochsBefore() throws {
    func draws(threads: Int, epochs: [Int]) throws -> [Int] {
      let queue = try Self.queue(renewed: 3, threads: threads)
      return try epochs.flatMap { epoch in
        let found = WorkerPool(threads: threads).map(40) { draw -> Int? in
          var generator = KeyedGenerator(epoch, draw)
          return try? Self.identity(queue.crystal(of: draw % 2, epoch: epoch, using: &generator))
        }
        return try found.map { try #require($0) }
      }
    }
    let expected = try draws(threads: 1, epochs: [1, 2, 3])
    #expect(try draws(threads: 4, epochs: [1, 2, 3]) == expected)
    // As after a resumption.
    #expect(try draws(threads: 2, epochs: [3]) == Array(expected[80...]))
  }

  @Test func workersMakeTheNextEpochsCrystalsInAdvanceAndEachOnce() throws {
    let log = Log()
    let queue = try Self.queue(renewed: 2, threads: 2, log: log)
    var generator = KeyedGenerator(1)
    _ = queue.crystal(of: 0, epoch: 1, using: &generator)
    // Both classes, four epochs of two crystals, and two for the epoch after them.
    let deadline = ContinuousClock.now + .seconds(60)
    while log.made.withLock({ $0.count }) < 20, ContinuousClock.now < deadline { Thread.sleep(forTimeInterval: 0.01) }
    let made = log.made.withLock { $0 }
    #expect(made.count == 20 && Set(made).count == 20)
    #expect(Set(made.map { $0[1] }) == Set(0..<10))
  }

  @Test func crystalsOfAQueueAreVirtualCrystalsOfTheClass() throws {
    var sources = StructureSources(cache: MasterPatternCache(folder: nil))
    (sources.masterSize, sources.minimumSpacing) = (21, 1.2)
    func means(seed: Int) throws -> [Float] {
      let queue = sources.queue(of: [(try Self.nickel(), 4)], renewed: 1, seed: seed, pool: WorkerPool(threads: 1))
      return try (0..<6).map { draw in
        var generator = KeyedGenerator(draw)
        let crystal = try #require(queue.crystal(of: 4, epoch: 1, using: &generator))
        #expect(crystal.elements.axes.filter { $0.order == 4 }.count == 3)
        return crystal.simulator.projector.statistics.mean
      }
    }
    let first = try means(seed: 1)
    #expect(Set(first).count > 1)
    #expect(try means(seed: 1) == first && means(seed: 2) != first)
    let queue = sources.queue(of: [(try Self.nickel(), 4)], renewed: 1, seed: 1, pool: WorkerPool(threads: 1))
    var generator = KeyedGenerator(1)
    #expect(queue.crystal(of: 3, epoch: 1, using: &generator) == nil, "no structure of the class")
  }
}
