import Crystallography
import Diffraction
import Foundation
import Imaging
import NeuralNetworks
import RandomNumbers
import SymmetryClassification
import Workers

/// Patterns a second of a training on simulated patterns, with and without virtual crystals by dynamical theory.
///
/// Half of the crystals have two-beam bands. The other half are the structures themselves; or, in equal parts, they and
/// virtual crystals whose master patterns are simulated before training; or they and virtual crystals of a queue.
enum CrystalQueueBenchmark {
  private static let epochs = 5
  private static let patterns = 1536
  private static let size = 96
  private static let rows = 201

  private struct Result: Encodable {
    var name: String
    /// Seconds before the first epoch.
    var start: Double
    /// Patterns a second of each epoch.
    var rates: [Double]
  }

  /// Prints the rates.
  ///
  /// - Parameters:
  ///   - threads: the number of threads of the training.
  ///   - paths: CIF files, each of them a class of its own.
  /// - Throws: the errors of reading and simulating them.
  static func run(threads: Int, paths: [String]) throws {
    let structures = try paths.map(LabeledStructure.init(path:))
    var sources = StructureSources(cache: MasterPatternCache(folder: nil))
    sources.masterSize = rows
    let pool = WorkerPool(threads: threads)
    let own = try structures.map { try sources.dynamical($0, pool: pool) }
    let twoBeam = try structures.enumerated().map { try sources.twoBeam($1, label: $0) }
    print("\(structures.count) structures, \(rows) rows, \(patterns) patterns an epoch, \(threads) threads")
    func samplers(_ dynamical: [[SimulatedCrystal]]) -> [CrystalSampler] {
      structures.indices.compactMap {
        sources.mixture(dynamical: dynamical[$0], twoBeam: twoBeam[$0], of: structures[$0], label: $0)
      }
    }
    var results = [try train("structures alone", start: 0, samplers(own.map { [$0] }), threads: threads)]
    for count in [1, 4] {
      let clock = ContinuousClock()
      var prepared = own.map { [$0] }
      let seconds = try clock.measure {
        for (index, structure) in structures.enumerated() {
          prepared[index] += try structure.virtualCrystals(count, seed: 1).map { try sources.dynamical($0, pool: pool) }
        }
      }
      let name = "\(count) virtual crystals of each beforehand"
      results.append(try train(name, start: seconds / .seconds(1), samplers(prepared), threads: threads))
      let queue = sources.queue(
        of: structures.enumerated().map { ($1, $0) },
        renewed: count,
        seed: 1,
        pool: WorkerPool(threads: max(1, threads / 4))
      )
      let queued = "\(count) new virtual crystals of each an epoch"
      results.append(try train(queued, start: 0, samplers(own.map { [$0] }), queue, threads: threads))
    }
    try Report.print(results)
  }

  private static func train(
    _ name: String,
    start: Double,
    _ samplers: [CrystalSampler],
    _ queue: CrystalQueue? = nil,
    threads: Int
  ) throws -> Result {
    var preprocessing = Preprocessing(size: size)
    preprocessing.localContrast = LocalContrast()
    let dataset = try SimulatedDataset(
      samplers: samplers,
      queue: queue,
      queueShare: queue == nil ? 0 : 0.25,
      count: patterns,
      patternsPerCrystal: 24,
      ranges: .wide,
      preprocessing: preprocessing,
      seed: 1
    )
    let network = try Architecture.residual.network(size: size, classes: samplers.count)
    let options = TrainingOptions(epochs: epochs, batchSize: 64, learningRate: 1e-4, threads: threads)
    let trainer = Trainer(options: options, loss: SoftmaxCrossEntropy())
    let rates = try trainer.train(Model(network, seed: 1), on: dataset).history.map(\.examplesPerSecond)
    print(
      "\(name): \(Int(start)) s beforehand, patterns a second in epochs: "
        + rates.map { String(format: "%.0f", $0) }.joined(separator: " ")
    )
    fflush(nil)
    return Result(name: name, start: start, rates: rates)
  }
}
