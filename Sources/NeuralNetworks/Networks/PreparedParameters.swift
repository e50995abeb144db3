/// What the layers of a plan work out from its parameters once for many passes.
///
/// All workers read it while a batch runs; between batches it follows the parameters.
package final class PreparedParameters: Sendable {
  private let plan: ExecutionPlan
  private let arena: Arena

  package init(plan: ExecutionPlan) {
    self.plan = plan
    arena = Arena(count: plan.memory.prepared)
  }

  /// What was prepared last.
  package var view: TensorView { arena.view.readOnly }

  /// Follows the parameters.
  package func update(_ parameters: TensorView) {
    plan.prepare(parameters, into: arena.view)
  }
}
