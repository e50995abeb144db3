import Foundation
import RandomNumbers
import Synchronization
import Workers

/// The gradient of a loss over batches of examples, computed by several threads.
///
/// A batch is divided into shards of a fixed number of examples. Each shard yields a gradient vector, and the vectors
/// are summed in the order of a ``SummationTree``: the same bits on any number of threads and processes.
package final class BatchGradient: Sendable {
  /// The loss and the accuracy of a batch or shard.
  package struct Result: Sendable {
    /// Σ loss.
    package var loss: Double = 0
    /// Σ weight.
    package var weight: Double = 0
    /// The number of examples whose label is the argmax of their output.
    package var correct = 0
    /// The number of examples with a label.
    package var labels = 0
  }

  private let plan: ExecutionPlan
  private let pool: WorkerPool
  private let shardSize: Int
  private let workspaces: [Workspace]
  private let packed: PackedParameters
  /// The gradients of this process's shards.
  private let shardGradients: Arena
  /// Memory for sums of other processes.
  private let slices: Arena
  private let sum: Arena
  private let processes: any ProcessGroup

  /// Allocates memory for batches of up to `batchSize` examples.
  init(
    plan: ExecutionPlan,
    batchSize: Int,
    shardSize: Int,
    pool: WorkerPool,
    processes: any ProcessGroup = SingleProcess()
  ) {
    self.plan = plan
    self.pool = pool
    self.processes = processes
    let (size, shards) = Self.shards(of: batchSize, size: shardSize)
    let own = (shards + processes.count - 1) / processes.count
    self.shardSize = size
    workspaces = (0..<min(pool.threads, own)).map { _ in Workspace(plan: plan, capacity: size) }
    packed = PackedParameters(plan: plan)
    shardGradients = Arena(count: own * plan.parameterCount)
    slices = Arena(count: processes.sliceMemory(of: shards, length: plan.parameterCount))
    sum = Arena(count: plan.parameterCount)
  }

  /// The size and number of shards of a full batch.
  ///
  /// Each shard has a gradient of its own, which takes memory: batches of more than 64 shards have larger ones, of up
  /// to 16 examples. Only then do they have more of them, for many processes with many threads.
  static func shards(of batchSize: Int, size: Int) -> (size: Int, count: Int) {
    let size = min(max(size, min((batchSize + 63) / 64, 16)), batchSize)
    return (size, (batchSize + size - 1) / size)
  }

  /// Throws `TrainingError` if the machine has too little memory for the batches.
  static func checkMemory(
    plan: ExecutionPlan,
    batchSize: Int,
    shardSize: Int,
    pool: WorkerPool,
    processes: any ProcessGroup = SingleProcess()
  ) throws(TrainingError) {
    let (size, all) = shards(of: batchSize, size: shardSize)
    let shards = (all + processes.count - 1) / processes.count
    // Validation has workspaces of its own.
    let share = Predictor.share(of: .max, threads: 1, plan: plan)
    // In floating point: the product may overflow an integer.
    let floats =
      Double(min(pool.threads, shards)) * Double(Workspace.count(plan: plan, capacity: size)) + Double(shards + 4)
      * Double(plan.parameterCount) + Double(processes.sliceMemory(of: all, length: plan.parameterCount)) + 2
      * Double(plan.memory.packed) + Double(pool.threads)
      * Double(Workspace.count(plan: plan, capacity: share))
    let (need, have) = (floats * 4, Double(ProcessInfo.processInfo.physicalMemory))
    guard need <= 0.9 * have else {
      func gigabytes(_ bytes: Double) -> String { "\((bytes / 1e8).rounded() / 10) GB" }
      throw .invalidOption(
        "training needs \(gigabytes(need)) of \(gigabytes(have)) memory; use smaller patterns, a "
          + "smaller network, smaller batches or fewer threads"
      )
    }
  }

  /// The gradient of the last batch: Σ gradient / Σ weight; for running statistics their mean over the examples.
  var gradient: MutableTensorView { sum.view }

  /// Computes the gradient over the examples with the given indices.
  func evaluate(
    _ indices: ArraySlice<Int>,
    of dataset: some Dataset,
    epoch: Int,
    seed: Int,
    loss: some Loss,
    parameters: TensorView
  ) throws -> Result {
    let shards = (indices.count + shardSize - 1) / shardSize
    let own = processes.ownShare(of: shards)
    packed.update(parameters, pool: pool)
    let results = Mutex([Swift.Result<Result, any Error>](repeating: .success(Result()), count: shards))
    pool.run(own.count) { task, worker in
      let shard = own.lowerBound + task
      let first = indices.startIndex + shard * shardSize
      let part = indices[first..<min(first + shardSize, indices.endIndex)]
      let result = Swift.Result {
        try evaluateShard(
          part,
          of: dataset,
          epoch: epoch,
          seed: seed,
          loss: loss,
          parameters: parameters,
          workspace: workspaces[worker],
          gradient: shardGradients.view.part(task, of: plan.parameterCount)
        )
      }
      results.withLock { $0[shard] = result }
    }
    let numbers = try processes.gatheringNumbers {
      let all = try results.withLock { $0 }.map { try $0.get() }
      return all[own].flatMap(\.numbers)
    }
    let shardResults = Result.results(numbers)
    try addUp(shards: shards, own: own)
    var total = Result()
    for result in shardResults {
      total.loss += result.loss
      total.weight += result.weight
      total.correct += result.correct
      total.labels += result.labels
    }
    finish(weight: Float(total.weight), examples: indices.count)
    return total
  }

  private func evaluateShard(
    _ indices: ArraySlice<Int>,
    of dataset: some Dataset,
    epoch: Int,
    seed: Int,
    loss: some Loss,
    parameters: TensorView,
    workspace: Workspace,
    gradient: MutableTensorView
  ) throws -> Result {
    var targets: [Target] = []
    var seeds: [Int] = []
    for (example, index) in indices.enumerated() {
      let target = try dataset.load(index, epoch: epoch, into: workspace.input(example))
      try loss.check(target, outputs: plan.output.count)
      targets.append(target)
      var generator = KeyedGenerator(seed, epoch, index)
      seeds.append(Int(truncatingIfNeeded: generator.next()))
    }
    workspace.forward(
      examples: indices.count,
      phase: .training(seeds: seeds),
      parameters: parameters,
      packed: packed.view
    )
    var result = Result()
    for (example, target) in targets.enumerated() {
      let output = workspace.output(example).readOnly
      if let isCorrect = loss.isCorrect(output, target) {
        result.labels += 1
        result.correct += isCorrect ? 1 : 0
      }
      result.weight += Double(loss.weight(of: target))
      result.loss += Double(loss.evaluate(output, target, gradient: workspace.outputGradient(example)))
    }
    gradient.fill(0)
    workspace.backward(examples: indices.count, parameters: parameters, packed: packed.view, gradient: gradient)
    return result
  }

  /// Sums the gradients of all shards, first those of this process; each thread takes a part of the vectors.
  private func addUp(shards: Int, own: Range<Int>) throws {
    let tree = SummationTree(count: shards)
    let count = plan.parameterCount
    @Sendable func gradient(_ shard: Int) -> MutableTensorView {
      shardGradients.view.part(shard - own.lowerBound, of: count)
    }
    runOnParts(count) { part in
      for addition in tree.additions(within: own) {
        gradient(addition.target)[part].add(gradient(addition.source)[part].readOnly)
      }
    }
    guard processes.count > 1 else {
      runOnParts(count) { sum.view[$0].copy(gradient(0)[$0].readOnly) }
      return
    }
    try processes.complete(tree, shards: shards, own: gradient, slices: slices.view, total: sum.view) {
      target,
      source in
      runOnParts(target.count) { target[$0].add(source[$0]) }
    }
  }

  /// Turns the sum over all shards into the gradient.
  private func finish(weight: Float, examples: Int) {
    // If all weights are 0, so is the gradient.
    let divisor = weight > 0 ? weight : 1
    runOnParts(plan.parameterCount) { sum.view[$0].scale(by: 1 / divisor) }
    // Statistics are unweighted means over the examples.
    for (range, _) in plan.statistics { sum.view[range].scale(by: divisor / Float(examples)) }
  }

  /// Runs work on parts of a vector that fit into the cache.
  private func runOnParts(_ count: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let size = 1 << 14
    pool.run((count + size - 1) / size) { part, _ in body(part * size..<min((part + 1) * size, count)) }
  }
}

extension BatchGradient.Result {
  /// The four numbers, for other processes.
  fileprivate var numbers: [Double] { [loss, weight, Double(correct), Double(labels)] }

  /// The results that several times ``numbers`` stand for.
  fileprivate static func results(_ numbers: [Double]) -> [Self] {
    stride(from: 0, to: numbers.count, by: 4).map {
      Self(
        loss: numbers[$0],
        weight: numbers[$0 + 1],
        correct: Int(numbers[$0 + 2]),
        labels: Int(numbers[$0 + 3])
      )
    }
  }
}
