import Crystallography
import Diffraction
import Foundation
import NeuralNetworks
import RandomNumbers
import SymmetryClassification
import Synchronization
import TestSupport
import Testing
import Workers

@Suite struct SimulatedDatasetTests {
  private static let pixelCount = 256

  private static func specimen(_ path: String) throws -> LabeledStructure {
    let samples = Project.structures
    return try LabeledStructure(path: samples.appending(path: path + ".cif").path)
  }

  /// Two structures of class 5, one of class 2.
  private static func virtualSources() throws -> [CrystalSampler] {
    try [("cF/nickel", 5), ("cP/copper-nitride", 2), ("cF/diamond", 5)].map { path, label in
      try CrystalSampler(
        virtualCrystalsOf: CrystalPrototype(specimen(path).symmetry),
        label: label,
        minimumSpacing: 1
      )
    }
  }

  /// A master pattern of nickel.
  private static func masterSimulator() throws -> SimulatedCrystal {
    let nickel = try specimen("cF/nickel")
    let bands = KikuchiBands(
      of: nickel.crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      minimumSpacing: 1,
      count: 20
    )
    return SimulatedCrystal(
      KikuchiSimulator(bands.masterPattern(size: 21)),
      elements: SymmetryElements(of: nickel.symmetry, in: nickel.crystal.cell)
    )
  }

  private static func dataset(
    _ sources: [CrystalSampler],
    count: Int = 12,
    patternsPerCrystal: Int = 4,
    renderScale: ClosedRange<Float> = 1...1,
    map: SymmetryMapTarget? = nil,
    seed: Int = 3
  ) throws -> SimulatedDataset {
    try SimulatedDataset(
      samplers: sources,
      count: count,
      patternsPerCrystal: patternsPerCrystal,
      preprocessing: Preprocessing(size: 16),
      renderScale: renderScale,
      map: map,
      seed: seed
    )
  }

  private struct Example: Equatable, Sendable {
    var pixels: [Float]
    var label: Int?
  }

  private static func example(
    _ dataset: SimulatedDataset,
    _ index: Int,
    epoch: Int?
  ) throws -> Example {
    var pixels = [Float](repeating: .nan, count: pixelCount)
    let target = try pixels.withMutableTensorView {
      try dataset.load(index, epoch: epoch, into: $0)
    }
    guard case .label(let label) = target else { return Example(pixels: pixels) }
    return Example(pixels: pixels, label: label)
  }

  private static func examples(_ dataset: SimulatedDataset, epoch: Int?) throws -> [Example] {
    try (0..<dataset.count).map { try example(dataset, $0, epoch: epoch) }
  }

  @Test func examplesDependOnSeedEpochAndIndexOnly() throws {
    let sources = try Self.virtualSources()
    let expected = try Self.examples(Self.dataset(sources), epoch: 2)
    let other = try Self.dataset(sources)
    for index in [11, 0, 5, 4, 11, 3, 7, 6] {
      // Another epoch between must leave nothing behind.
      _ = try Self.example(other, index, epoch: 1)
      #expect(try Self.example(other, index, epoch: 2) == expected[index])
    }
    let parallel = try Self.dataset(sources)
    let found = Mutex([Example?](repeating: nil, count: 12))
    DispatchQueue.concurrentPerform(iterations: 12) { task in
      let index = task * 5 % 12
      let example = try? Self.example(parallel, index, epoch: 2)
      found.withLock { $0[index] = example }
    }
    #expect(found.withLock { $0 } == expected)
  }

  @Test func noTwoPatternsAreEqual() throws {
    let sources = [CrystalSampler(try Self.masterSimulator(), label: 0)]
    let dataset = try Self.dataset(sources, count: 6)
    var patterns = try [nil, 1, 2, 3].flatMap { try Self.examples(dataset, epoch: $0) }
    patterns += try Self.examples(Self.dataset(sources, count: 6, seed: 4), epoch: 1)
    #expect(Set(patterns.map(\.pixels)).count == 30)
    let again = try Self.examples(dataset, epoch: nil)
    #expect(again == Array(patterns[..<6]))
  }

  @Test func classesAndStructuresAreBalanced() throws {
    let simulator = try Self.masterSimulator()
    let counts = Mutex([0, 0, 0])
    // Twice as many structures of class 7 as of class 1.
    let sources = [7, 1, 7].enumerated().map { number, label in
      CrystalSampler(label: label) { _ in
        counts.withLock { $0[number] += 1 }
        return simulator
      }
    }
    let dataset = try Self.dataset(sources, count: 200, patternsPerCrystal: 1)
    let labels = try Self.examples(dataset, epoch: 1).map(\.label)
    #expect(labels.filter { $0 == 7 }.count == 100 && labels.filter { $0 == 1 }.count == 100)
    let (first, single, second) = counts.withLock { ($0[0], $0[1], $0[2]) }
    // 5 standard deviations of a draw with equal chances.
    #expect(first + second == 100 && single == 100 && abs(first - second) <= 50)
    let beginnings = try Set((1...20).map { try Self.example(dataset, 0, epoch: $0).label })
    #expect(beginnings == [1, 7])
  }

  @Test func weightsDetermineTheFrequencies() throws {
    let simulator = try Self.masterSimulator()
    let counts = Mutex([0, 0, 0])
    let sources = [Float(3), 1, 4].enumerated().map { number, weight in
      var source = CrystalSampler(label: 0) { _ in
        counts.withLock { $0[number] += 1 }
        return simulator
      }
      source.weight = weight
      return source
    }
    var mixture = CrystalSampler(mixing: Array(sources[..<2]))
    mixture.weight = 4
    let dataset = try Self.dataset([mixture, sources[2]], count: 400, patternsPerCrystal: 1)
    _ = try Self.examples(dataset, epoch: 1)
    // 5 standard deviations about 150, 50 and 200.
    let drawn = counts.withLock { $0 }
    #expect((102...198).contains(drawn[0]) && (17...83).contains(drawn[1]))
    #expect(drawn.reduce(0, +) == 400)
  }

  @Test func aShareOfTheCrystalsComesFromTheQueueOfTheEpoch() throws {
    let simulator = try Self.masterSimulator()
    let drawn = Mutex(0)
    let sources = [0, 1].map { label in
      CrystalSampler(label: label) { _ in
        drawn.withLock { $0 += 1 }
        return simulator
      }
    }
    // Class 1 has no crystals in the queue.
    let queue = CrystalQueue(of: [0], renewed: 1, pool: WorkerPool(threads: 1)) { label, _ in
      label == 0 ? simulator : nil
    }
    func draws(share: Float, epoch: Int?) throws -> Int {
      drawn.withLock { $0 = 0 }
      let dataset = try SimulatedDataset(
        samplers: sources,
        queue: queue,
        queueShare: share,
        count: 400,
        patternsPerCrystal: 1,
        preprocessing: Preprocessing(size: 16),
        seed: 3
      )
      _ = try Self.examples(dataset, epoch: epoch)
      return drawn.withLock { $0 }
    }
    #expect(try draws(share: 1, epoch: 1) == 200)
    // 5 standard deviations.
    #expect((265...335).contains(try draws(share: 0.5, epoch: 2)))
    #expect(try draws(share: 0, epoch: 2) == 400 && draws(share: 1, epoch: nil) == 400)
  }

  @Test func eachCrystalServesTheGivenNumberOfPatterns() throws {
    let simulator = try Self.masterSimulator()
    let drawn = Mutex(0)
    let sources = [4, 9].map { label in
      CrystalSampler(label: label) { _ in
        drawn.withLock { $0 += 1 }
        return simulator
      }
    }
    let dataset = try Self.dataset(sources, count: 22)
    for epoch in 1...2 {
      // The patterns of a crystal far apart.
      var labels = [Int?](repeating: nil, count: 22)
      for index in (0..<22).map({ $0 * 5 % 22 }) {
        labels[index] = try Self.example(dataset, index, epoch: epoch).label
      }
      let expected = (0..<22).map { ($0 / 4 % 2 == 0) == (labels[0] == 4) ? 4 : 9 }
      #expect(labels == expected)
      #expect(drawn.withLock { $0 } == 6 * epoch)
    }
  }

  @Test func virtualCrystalsDifferAndHaveTheLabelOfTheirPrototype() throws {
    let prototype = try CrystalPrototype(Self.specimen("cF/nickel").symmetry)
    let source = try CrystalSampler(virtualCrystalsOf: prototype, label: 6, minimumSpacing: 1)
    #expect(try Self.example(Self.dataset([source]), 0, epoch: 1).label == 6)
    let statistics = try (1...5).map { key in
      var generator = KeyedGenerator(key)
      return try #require(source.draw(&generator)).simulator.projector.statistics.mean
    }
    #expect(Set(statistics).count == 5)
  }

  @Test func dynamicalAndKinematicalSamplersGiveStandardizedPixels() throws {
    let sources = try [CrystalSampler(Self.masterSimulator(), label: 0)] + Self.virtualSources()
    let dataset = try Self.dataset(sources)
    #expect(dataset.shape == Shape(channels: 1, height: 16, width: 16) && dataset.count == 12)
    let examples = try Self.examples(dataset, epoch: 1)
    #expect(Set(examples.map(\.label)) == [0, 2, 5])
    for pixels in examples.map(\.pixels) {
      #expect(abs(pixels.reduce(0, +) / Float(Self.pixelCount)) < 1e-3)
      #expect(abs(pixels.reduce(0) { $0 + $1 * $1 } / Float(Self.pixelCount) - 1) < 1e-2)
    }
  }

  @Test func whereAStructureGivesNoCrystalAnotherOfItsClassDoesWhereNoneDoesThatIsSaid() throws {
    let simulator = try Self.masterSimulator()
    let none = [1, 3].map { label in CrystalSampler(label: label) { _ in nil } }
    let good = [1, 3].map { label in CrystalSampler(label: label) { _ in simulator } }
    let labels = try Self.examples(Self.dataset(none + good, count: 40), epoch: 1).map(\.label)
    #expect(labels.filter { $0 == 1 }.count == 20 && labels.filter { $0 == 3 }.count == 20)
    #expect(throws: DiffractionError.self) {
      try Self.examples(Self.dataset(none + [good[0]]), epoch: 1)
    }
  }

  @Test func aMapChangesTheTargetOnly() throws {
    let sources = [CrystalSampler(try Self.masterSimulator(), label: 3)]
    let dataset = try Self.dataset(sources, map: SymmetryMapTarget(size: 4))
    var pixels = [Float](repeating: .nan, count: Self.pixelCount)
    let target = try pixels.withMutableTensorView { try dataset.load(5, epoch: 1, into: $0) }
    guard case .labelAndValues(3, let values) = target else {
      Issue.record("\(target)")
      return
    }
    #expect(values.count == 5 * 16 && values.contains { $0 > 0.3 })
    #expect(pixels == (try Self.example(Self.dataset(sources), 5, epoch: 1)).pixels)
  }

  @Test func patternsOfAnyRenderScaleHaveTheNetworksSize() throws {
    let sources = [CrystalSampler(try Self.masterSimulator(), label: 0)]
    let dataset = try Self.dataset(sources, renderScale: 0.5...2)
    let examples = try Self.examples(dataset, epoch: 1)
    #expect(examples.allSatisfy { $0.pixels.allSatisfy(\.isFinite) })
    let plain = try Self.examples(Self.dataset(sources), epoch: 1)
    #expect(zip(examples, plain).allSatisfy { $0.pixels != $1.pixels })
  }

  @Test func errorsNameTheInvalidSetting() throws {
    let source = CrystalSampler(try Self.masterSimulator(), label: 0)
    func name(_ make: () throws -> Void) -> String? {
      do { try make() } catch DiffractionError.invalidSetting(let name, _, _) {
        return name
      } catch {}
      return nil
    }
    #expect(name { _ = try Self.dataset([]) } == "samplers")
    #expect(name { _ = try Self.dataset([source], count: 0) } == "count")
    var weightless = source
    weightless.weight = 0
    #expect(name { _ = try Self.dataset([source, weightless]) } == "weight")
    #expect(name { _ = try Self.dataset([source], patternsPerCrystal: 0) } == "patternsPerCrystal")
    #expect(
      name { _ = try Self.dataset([CrystalSampler(label: -1) { _ in nil }]) } == "label"
    )
    #expect(name { _ = try Self.dataset([source], renderScale: 0.01...1) } == "renderScale")
    let prototype = try CrystalPrototype(Self.specimen("cF/nickel").symmetry)
    #expect(
      name {
        _ = try CrystalSampler(virtualCrystalsOf: prototype, label: 0, minimumSpacing: .nan)
      } == "minimumSpacing"
    )
  }
}
