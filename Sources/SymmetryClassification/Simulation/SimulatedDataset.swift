import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import Synchronization

/// EBSD patterns that are simulated when they are asked for, other ones in each epoch.
///
/// Example i of epoch e is a pure function of the seed, e and i. Examples n j to n j + n - 1 of an epoch, where n is
/// the number of patterns of a crystal, show the same crystal. The classes take turns from crystal to crystal,
/// beginning with one that is drawn for each epoch, so that they are balanced; which structure of its class a crystal
/// is of is drawn by their weights.
public final class SimulatedDataset: Dataset {
  /// The number of examples of an epoch.
  public let count: Int
  /// One channel of size × size.
  public var shape: Shape {
    Shape(channels: 1, height: preprocessing.size, width: preprocessing.size)
  }

  /// The structures of each class.
  private let classes: [[CrystalSampler]]
  private let patternsPerCrystal: Int
  private let conditions: EBSDParameterRanges
  private let preprocessing: Preprocessing
  private let renderScale: ClosedRange<Float>
  private let map: SymmetryMapTarget?
  private let seed: Int
  private let crystals = Mutex(Crystals())

  /// Creates a data set; nothing is simulated yet.
  ///
  /// - Parameters:
  ///   - sources: the structures, at least one.
  ///   - count: the number of examples of an epoch, at least 1.
  ///   - patternsPerCrystal: how many examples show the same crystal, at least 1.
  ///   - conditions: what the settings of each pattern are drawn from.
  ///   - preprocessing: what is done to a pattern.
  ///   - renderScale: the size that a pattern is simulated at, in units of the preprocessing's, drawn uniformly in its
  ///     logarithm.
  ///   - map: what maps of symmetry elements are learnt beside the label; nil for the label alone.
  ///   - seed: another seed gives other patterns.
  /// - Throws: `DiffractionError.invalidSetting` or `ImagingError.invalidSetting`, which names the setting and what is
  ///   expected.
  public init(
    sources: [CrystalSampler],
    count: Int,
    patternsPerCrystal: Int = 4,
    conditions: EBSDParameterRanges = EBSDParameterRanges(),
    preprocessing: Preprocessing,
    renderScale: ClosedRange<Float> = 1...1,
    map: SymmetryMapTarget? = nil,
    seed: Int
  ) throws {
    func check(_ condition: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      guard condition else {
        throw DiffractionError.invalidSetting(name: name, value: "\(value)", expected: expected)
      }
    }
    try check(!sources.isEmpty, "sources", "none", "at least one structure")
    let least = sources.map(\.label).min() ?? 0
    try check(least >= 0, "label", least, "the index of a class, at least 0")
    let weights = sources.map(\.weight)
    try check(
      weights.allSatisfy { $0 > 0 && $0.isFinite },
      "weight",
      weights.min() ?? 0,
      "above 0, and finite"
    )
    try check(count >= 1, "count", count, "at least 1")
    try check(patternsPerCrystal >= 1, "patternsPerCrystal", patternsPerCrystal, "at least 1")
    try check(
      renderScale.lowerBound >= 0.1 && renderScale.upperBound <= 10,
      "renderScale",
      renderScale,
      "0.1 to 10"
    )
    try conditions.validate()
    try preprocessing.validate()
    classes = Dictionary(grouping: sources, by: \.label).sorted { $0.key < $1.key }.map(\.value)
    self.count = count
    self.patternsPerCrystal = patternsPerCrystal
    self.conditions = conditions
    self.preprocessing = preprocessing
    self.renderScale = renderScale
    self.map = map
    self.seed = seed
  }

  /// Simulates a pattern and writes it as the network sees it.
  ///
  /// Without an epoch the patterns are those of epoch 0, which no training has.
  ///
  /// - Throws: `DiffractionError.invalidSetting` where no structure of a class gives a crystal.
  public func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
    let epoch = epoch ?? 0
    let (crystal, label) = try crystal(index / patternsPerCrystal, epoch: epoch)
    var generator = KeyedGenerator(seed, epoch, index, Self.settingsKey)
    let scale = exp(
      generator.uniform(in: log(renderScale.lowerBound)...log(renderScale.upperBound))
    )
    let size = max(1, Int((Float(preprocessing.size) * scale).rounded()))
    let settings = conditions.draw(size: size, using: &generator)
    var image = crystal.simulator.pattern(settings)
    // As it would come from a file of 8 bits.
    image.pixels = image.pixels.map { $0 > 0 ? min($0.rounded(), 255) : 0 }
    input.copy(preprocessing(image))
    guard let map else { return .label(label) }
    return .labelAndValues(label, map.values(of: crystal.elements, in: settings))
  }

  // MARK: Crystals

  private typealias Labeled = (crystal: SimulatedCrystal, label: Int)

  /// The crystals of an epoch of which there are patterns to come.
  ///
  /// Training takes the examples of an epoch in any order, so that those of a crystal lie far apart.
  private struct Crystals {
    var epoch = 0
    var held: [Int: (crystal: Labeled, remaining: Int)] = [:]

    /// More crystals, of about 10 kB each, are drawn again rather than held.
    static let capacity = 16384

    mutating func take(_ number: Int, of epoch: Int) -> Labeled? {
      guard epoch == self.epoch, let (crystal, remaining) = held[number] else { return nil }
      held[number] = remaining > 1 ? (crystal, remaining - 1) : nil
      return crystal
    }

    mutating func hold(_ crystal: Labeled, _ number: Int, of epoch: Int, patterns: Int) {
      if epoch != self.epoch {
        self.epoch = epoch
        held = [:]
      }
      // Another thread may have drawn the same crystal meanwhile: then this was one of its patterns.
      guard take(number, of: epoch) == nil, patterns > 1, held.count < Self.capacity else { return }
      held[number] = (crystal, patterns - 1)
    }
  }

  private func crystal(_ number: Int, epoch: Int) throws -> Labeled {
    if let crystal = crystals.withLock({ $0.take(number, of: epoch) }) { return crystal }
    // Not under the lock: it takes long.
    let drawn = try draw(number, epoch: epoch)
    crystals.withLock { $0.hold(drawn, number, of: epoch, patterns: patternsPerCrystal) }
    return drawn
  }

  private func draw(_ number: Int, epoch: Int) throws -> Labeled {
    var epochGenerator = KeyedGenerator(seed, epoch, Self.classKey)
    let first = epochGenerator.index(below: classes.count)
    let structures = classes[(first + number) % classes.count]
    var structureGenerator = KeyedGenerator(seed, epoch, number, Self.structureKey)
    let structure = structureGenerator.index(weighted: structures.map(\.weight))
    // Where chance makes no crystal of a structure, the next one of the class is tried, and each a few times.
    for attempt in 0..<4 * structures.count {
      let source = structures[(structure + attempt) % structures.count]
      var generator = KeyedGenerator(seed, epoch, number, Self.crystalKey, attempt)
      if let crystal = source.draw(&generator) { return (crystal, source.label) }
    }
    throw DiffractionError.invalidSetting(
      name: "class \(structures[0].label)",
      value: "its \(structures.count) structure\(structures.count == 1 ? "" : "s")",
      expected: "a structure of which virtual crystals can be drawn"
    )
  }

  // Keep the streams apart from each other and from those of the trainer.
  private static let (settingsKey, classKey, structureKey, crystalKey) = (11, 12, 13, 14)
}
