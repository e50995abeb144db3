import Synchronization
import Workers

/// A model prepared for inference, a few examples at a time on each of several threads.
///
/// The output for an input is the same to the last bit, regardless of the other inputs and the number of threads.
public final class Predictor: Sendable {
  /// The model.
  public let model: Model
  private let pool: WorkerPool
  private let packed: PackedParameters
  // Concurrent callers take turns. Each worker's workspace is allocated when it first has work.
  private let workspaces = Mutex<[Workspace]>([])

  /// Prepares a model for inference; nil uses one thread per processor.
  public init(_ model: Model, threads: Int? = nil) {
    self.model = model
    pool = WorkerPool(threads: threads)
    packed = PackedParameters(plan: model.network.plan)
    model.parameters.withTensorView { [pool, packed] in packed.update($0, pool: pool, forBackward: false) }
  }

  /// The number of examples that a thread takes at a time, for which each layer reads its weights once.
  ///
  /// At most 8, and no more than fit into 256 MiB.
  static func share(of count: Int, threads: Int, plan: ExecutionPlan) -> Int {
    let fitting = (64 << 20) / Workspace.count(plan: plan, capacity: 1)
    return max(1, min(8, fitting, count / threads))
  }

  /// The output for one input.
  public func output(for input: [Float]) -> [Float] {
    precondition(
      input.count == model.network.input.count,
      "\(input.count) scalars for an input of \(model.network.input)"
    )
    return outputs(count: 1) { _, view in view.copy(input) }[0].output
  }

  /// The outputs for several inputs, in their order.
  public func outputs(for inputs: [[Float]]) -> [[Float]] {
    precondition(inputs.allSatisfy { $0.count == model.network.input.count })
    return outputs(count: inputs.count) { index, view in view.copy(inputs[index]) }.map(\.output)
  }

  /// The outputs for `count` inputs that a closure loads, in their order.
  ///
  /// - Parameters:
  ///   - count: the number of inputs.
  ///   - load: writes the input with an index into the view, on one of several threads.
  /// - Returns: each output with the value that `load` returned for it.
  /// - Throws: the error of the first input that could not be loaded.
  public func outputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: [Float], extra: Extra)] {
    try outputs(count: count, copies: 1, load: load) { _ in }
  }

  /// The outputs for `count` inputs and changed copies of them.
  ///
  /// - Parameters:
  ///   - count: the number of inputs.
  ///   - copies: 1 for the inputs alone, 2 for a changed copy after each of them.
  ///   - load: writes the input with an index into the view, on one of several threads; an input and its copy that two
  ///     threads work on are loaded twice.
  ///   - change: changes an input.
  /// - Returns: `copies` outputs of each input with the value that `load` returned for it.
  /// - Throws: the error of the first input that could not be loaded.
  package func outputs<Extra: Sendable, Failure: Error>(
    count: Int,
    copies: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra,
    change: @Sendable (_ input: MutableTensorView) -> Void
  ) throws(Failure) -> [(output: [Float], extra: Extra)] {
    precondition(copies == 1 || copies == 2, "one or two copies of each input")
    let count = count * copies
    let results = Mutex([Result<(output: [Float], extra: Extra), Failure>?](repeating: nil, count: count))
    let share = Self.share(of: count, threads: pool.threads, plan: model.network.plan)
    let shares = (count + share - 1) / share
    workspaces.withLock { workspaces in
      if workspaces.contains(where: { $0.capacity < share }) { workspaces = [] }
      while workspaces.count < min(pool.threads, shares) {
        workspaces.append(Workspace(plan: model.network.plan, capacity: share))
      }
      model.parameters.withTensorView { [workspaces] parameters in
        pool.run(shares) { number, worker in
          let workspace = workspaces[worker]
          let indices = number * share..<min((number + 1) * share, count)
          var loaded: [(index: Int, extra: Extra)] = []
          for index in indices {
            let input = workspace.input(loaded.count)
            do throws(Failure) {
              if index % copies > 0, let last = loaded.last, last.index == index - 1 {
                input.copy(workspace.input(loaded.count - 1).readOnly)
                loaded.append((index, last.extra))
              } else {
                loaded.append((index, try load(index / copies, input)))
              }
              if index % copies > 0 { change(input) }
            } catch { results.withLock { $0[index] = .failure(error) } }
          }
          guard !loaded.isEmpty else { return }
          workspace.forward(examples: loaded.count, phase: .inference, parameters: parameters, packed: packed.view)
          for (example, (index, extra)) in loaded.enumerated() {
            let output = workspace.output(example).readOnly.array
            results.withLock { $0[index] = .success((output, extra)) }
          }
        }
      }
    }
    var outputs: [(output: [Float], extra: Extra)] = []
    outputs.reserveCapacity(count)
    for result in results.withLock({ $0 }) { if let result { outputs.append(try result.get()) } }
    return outputs
  }
}
