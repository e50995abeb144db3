import Synchronization
import Workers

/// A model ready to answer: takes a few examples at a time through the network on each of several
/// threads.
///
/// An answer depends on its example alone, to the last bit, not on what else is asked or how many
/// threads work.
public final class Predictor: Sendable {
  /// The model that answers.
  public let model: Model
  private let pool: WorkerPool
  private let packed: PackedParameters
  // Two callers at once would share the memory; the second waits. Allocated for as many workers as
  // had work.
  private let workspaces = Mutex<[Workspace]>([])

  /// Prepares a model.
  public init(_ model: Model, threads: Int? = nil) {
    self.model = model
    pool = WorkerPool(threads: threads)
    packed = PackedParameters(plan: model.network.plan)
    model.parameters.withTensorView { [pool, packed] in packed.update($0, pool: pool) }
  }

  /// The number of examples that a thread takes at a time: what a layer reads of its weights serves
  /// them all.
  ///
  /// At most eight, and no more than fit into 256 MiB: networks for large patterns gain little and
  /// would take gigabytes.
  static func share(of count: Int, threads: Int, plan: ExecutionPlan) -> Int {
    let room = (64 << 20) / Workspace.count(plan: plan, capacity: 1)
    return max(1, min(8, room, count / threads))
  }

  /// The output for one input.
  public func output(for input: [Float]) -> [Float] {
    precondition(
      input.count == model.network.input.count,
      "\(input.count) scalars for an input of \(model.network.input)"
    )
    return outputs(count: 1) { _, view in view.copy(input) }[0].output
  }

  /// The outputs for inputs, in their order.
  public func outputs(for inputs: [[Float]]) -> [[Float]] {
    precondition(inputs.allSatisfy { $0.count == model.network.input.count })
    return outputs(count: inputs.count) { index, view in view.copy(inputs[index]) }.map(\.output)
  }

  /// The outputs for `count` inputs that `load` writes, with what it returns, in their order.
  ///
  /// - Parameters:
  ///   - count: the number of inputs.
  ///   - load: writes the input of a number into the view, on one of several threads.
  /// - Returns: each output with what `load` returned for it.
  /// - Throws: the error of the first input, in their order, that could not be loaded.
  public func outputs<Extra: Sendable, Failure: Error>(
    count: Int,
    load: @Sendable (_ index: Int, _ input: MutableTensorView) throws(Failure) -> Extra
  ) throws(Failure) -> [(output: [Float], extra: Extra)] {
    let results = Mutex(
      [Result<(output: [Float], extra: Extra), Failure>?](repeating: nil, count: count)
    )
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
            do throws(Failure) {
              loaded.append((index, try load(index, workspace.input(loaded.count))))
            } catch {
              results.withLock { $0[index] = .failure(error) }
            }
          }
          guard !loaded.isEmpty else { return }
          workspace.forward(
            examples: loaded.count,
            phase: .inference,
            parameters: parameters,
            packed: packed.view
          )
          for (place, (index, extra)) in loaded.enumerated() {
            let output = workspace.output(place).readOnly.array
            results.withLock { $0[index] = .success((output, extra)) }
          }
        }
      }
    }
    var outputs: [(output: [Float], extra: Extra)] = []
    outputs.reserveCapacity(count)
    for result in results.withLock({ $0 }) {
      if let result { outputs.append(try result.get()) }
    }
    return outputs
  }
}
