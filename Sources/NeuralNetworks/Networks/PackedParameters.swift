import Workers

/// What the layers of a plan work out from its parameters once for many passes.
///
/// All workers read it while a batch runs; between batches it follows the parameters.
package final class PackedParameters: Sendable {
  private let preparations: [ExecutionPlan.Preparation]
  private let arena: Arena

  package init(plan: ExecutionPlan) {
    // The longest first: the others fill what is left.
    preparations = plan.preparations.sorted { $0.prepared.count > $1.prepared.count }
    arena = Arena(count: plan.memory.prepared)
  }

  /// What was prepared last.
  package var view: TensorView { arena.view.readOnly }

  /// Follows the parameters; each worker of the pool takes a layer at a time.
  package func update(_ parameters: TensorView, pool: WorkerPool = WorkerPool(threads: 1)) {
    pool.run(preparations.count) { index, _ in
      preparations[index].run(parameters, into: arena.view)
    }
  }
}
