import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import Synchronization

/// EBSD patterns that are simulated on request, with new patterns in each epoch.
///
/// Example i of epoch e is a pure function of the seed, e and i. Examples n j to n j + n − 1 of an epoch, where n is
/// the number of patterns per crystal, show the same crystal. The classes alternate from crystal to crystal, beginning
/// with a random one in each epoch, so that they are balanced. The sampler of a crystal is drawn from those of its
/// class by their weights; a share of the crystals may come from a queue instead.
public final class SimulatedDataset: Dataset {
  /// The number of examples per epoch.
  public let count: Int
  /// One channel of size × size.
  public var shape: Shape { Shape(channels: 1, height: preprocessing.size, width: preprocessing.size) }

  /// The samplers of each class.
  private let classes: [[CrystalSampler]]
  private let queue: CrystalQueue?
  private let queueShare: Float
  private let patternsPerCrystal: Int
  private let ranges: EBSDParameterRanges
  private let preprocessing: Preprocessing
  private let renderScale: ClosedRange<Float>
  private let highPass: ClosedRange<Float>?
  private let map: SymmetryMapTarget?
  private let seed: Int
  private let crystals = Mutex(Crystals())

  /// Creates a data set; patterns are simulated on request.
  ///
  /// - Parameters:
  ///   - samplers: the samplers of crystals, at least one.
  ///   - queue: a queue of crystals of the same classes, which epochs from 1 on use; nil for none.
  ///   - queueShare: the share of crystals from the queue, 0 to 1.
  ///   - count: the number of examples per epoch, at least 1.
  ///   - patternsPerCrystal: the number of examples that show the same crystal, at least 1.
  ///   - ranges: the ranges of the patterns' parameters.
  ///   - preprocessing: the steps from an image to the network's input.
  ///   - renderScale: the range of the simulated size relative to the preprocessing's, drawn uniformly in the
  ///     logarithm.
  ///   - highPass: the range of the high pass of a local contrast normalisation in pixels, drawn uniformly in the
  ///     logarithm for each pattern; nil for that of the preprocessing.
  ///   - map: the maps of symmetry elements for an auxiliary head; nil for labels only.
  ///   - seed: the random seed.
  /// - Throws: `DiffractionError.invalidSetting` or `ImagingError.invalidSetting`, which names the setting and the
  ///   expected values.
  public init(
    samplers: [CrystalSampler],
    queue: CrystalQueue? = nil,
    queueShare: Float = 0,
    count: Int,
    patternsPerCrystal: Int = 4,
    ranges: EBSDParameterRanges = EBSDParameterRanges(),
    preprocessing: Preprocessing,
    renderScale: ClosedRange<Float> = 1...1,
    highPass: ClosedRange<Float>? = nil,
    map: SymmetryMapTarget? = nil,
    seed: Int
  ) throws {
    func check(_ condition: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      guard condition else { throw DiffractionError.invalidSetting(name: name, value: "\(value)", expected: expected) }
    }
    try check(!samplers.isEmpty, "samplers", "none", "at least one sampler")
    let least = samplers.map(\.label).min() ?? 0
    try check(least >= 0, "label", least, "the index of a class, at least 0")
    let weights = samplers.map(\.weight)
    try check(weights.allSatisfy { $0 > 0 && $0.isFinite }, "weight", weights.min() ?? 0, "a finite number above 0")
    try check((0...1).contains(queueShare), "queueShare", queueShare, "0 to 1")
    try check(count >= 1, "count", count, "at least 1")
    try check(patternsPerCrystal >= 1, "patternsPerCrystal", patternsPerCrystal, "at least 1")
    if let highPass {
      try check(highPass.lowerBound >= 0.1 && highPass.upperBound <= 100, "highPass", highPass, "0.1 to 100")
    }
    try check(renderScale.lowerBound >= 0.1 && renderScale.upperBound <= 10, "renderScale", renderScale, "0.1 to 10")
    try ranges.validate()
    try preprocessing.validate()
    classes = Dictionary(grouping: samplers, by: \.label).sorted { $0.key < $1.key }.map(\.value)
    (self.queue, self.queueShare) = (queue, queueShare)
    self.count = count
    self.patternsPerCrystal = patternsPerCrystal
    self.ranges = ranges
    self.preprocessing = preprocessing
    self.renderScale = renderScale
    self.highPass = highPass
    self.map = map
    self.seed = seed
  }

  /// Simulates a pattern and writes it as the network's input.
  ///
  /// Without an epoch the patterns are those of epoch 0, which training does not use.
  ///
  /// - Throws: `DiffractionError.invalidSetting` if no sampler of a class gives a crystal.
  public func load(_ index: Int, epoch: Int?, into input: MutableTensorView) throws -> Target {
    let epoch = epoch ?? 0
    let (crystal, label) = try crystal(index / patternsPerCrystal, epoch: epoch)
    var generator = KeyedGenerator(seed, epoch, index, Self.settingsKey)
    let scale = exp(generator.uniform(in: log(renderScale.lowerBound)...log(renderScale.upperBound)))
    let size = max(1, Int((Float(preprocessing.size) * scale).rounded()))
    let parameters = ranges.draw(size: size, using: &generator)
    var image = crystal.simulator.pattern(parameters)
    // Rounded as in an 8-bit file.
    image.pixels = image.pixels.map { $0 > 0 ? min($0.rounded(), 255) : 0 }
    var preprocessing = preprocessing
    if let highPass, preprocessing.localContrast != nil {
      preprocessing.localContrast?.highPass = generator.logarithmic(in: highPass)
    }
    input.copy(preprocessing(image))
    guard let map else { return .label(label) }
    return .labelAndValues(label, map.values(of: crystal.elements, in: parameters))
  }

  // MARK: Crystals

  private typealias Labeled = (crystal: SimulatedCrystal, label: Int)

  /// The crystals of an epoch whose patterns have not all been simulated.
  ///
  /// Training takes the examples of an epoch in random order, so that those of a crystal are far apart.
  private struct Crystals {
    var epoch = 0
    var held: [Int: (crystal: Labeled, remaining: Int)] = [:]

    /// The greatest number of crystals, of about 10 kB each; any more are drawn again when they are needed.
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
      // Another thread may have drawn the same crystal in the meantime; this pattern then counts as one of its.
      guard take(number, of: epoch) == nil, patterns > 1, held.count < Self.capacity else { return }
      held[number] = (crystal, patterns - 1)
    }
  }

  private func crystal(_ number: Int, epoch: Int) throws -> Labeled {
    if let crystal = crystals.withLock({ $0.take(number, of: epoch) }) { return crystal }
    // Drawing is slow and happens outside of the lock.
    let drawn = try draw(number, epoch: epoch)
    crystals.withLock { $0.hold(drawn, number, of: epoch, patterns: patternsPerCrystal) }
    return drawn
  }

  private func draw(_ number: Int, epoch: Int) throws -> Labeled {
    var epochGenerator = KeyedGenerator(seed, epoch, Self.classKey)
    let first = epochGenerator.index(below: classes.count)
    let samplers = classes[(first + number) % classes.count]
    var samplerGenerator = KeyedGenerator(seed, epoch, number, Self.samplerKey)
    let choice = samplerGenerator.index(weighted: samplers.map(\.weight))
    // Epoch 0, which is also read after training, would need the first crystals again.
    if let queue, epoch > 0, samplerGenerator.chance(queueShare),
      let crystal = queue.crystal(of: samplers[0].label, epoch: epoch, using: &samplerGenerator)
    {
      return (crystal, samplers[0].label)
    }
    // If a draw gives no crystal, the next sampler of the class is tried, each of them up to four times.
    for attempt in 0..<4 * samplers.count {
      let sampler = samplers[(choice + attempt) % samplers.count]
      var generator = KeyedGenerator(seed, epoch, number, Self.crystalKey, attempt)
      if let crystal = sampler.draw(&generator) { return (crystal, sampler.label) }
    }
    throw DiffractionError.invalidSetting(
      name: "class \(samplers[0].label)",
      value: "its \(samplers.count) structure\(samplers.count == 1 ? "" : "s")",
      expected: "a structure from which virtual crystals can be drawn"
    )
  }

  // Separate random streams, also from those of the trainer.
  private static let (settingsKey, classKey, samplerKey, crystalKey) = (11, 12, 13, 14)
}
