import Workers

/// The packed parameters of a plan: transformed weights, for example, computed once for many passes.
///
/// All workers read them during a batch; `update` follows the parameters between batches.
package final class PackedParameters: Sendable {
  private let prepackings: [Prepacking]
  private let arena: Arena

  package init(plan: ExecutionPlan) {
    // Longest first balances the load of the workers.
    prepackings = plan.prepackings.sorted { $0.packed.count > $1.packed.count }
    arena = Arena(count: plan.memory.packed)
  }

  /// The packed parameters of the last update.
  package var view: TensorView { arena.view.readOnly }

  /// Packs the parameters; each worker of the pool takes one layer at a time.
  ///
  /// - Parameters:
  ///   - parameters: the parameters of the plan.
  ///   - pool: the workers.
  ///   - forBackward: false if only forward passes follow, which takes half of the memory.
  package func update(
    _ parameters: TensorView,
    pool: WorkerPool = WorkerPool(threads: 1),
    forBackward: Bool = true
  ) {
    pool.run(prepackings.count) { index, _ in
      prepackings[index].run(parameters, into: arena.view, forBackward: forBackward)
    }
  }
}

/// The prepacking of one layer's parameters.
struct Prepacking: Sendable {
  let layer: any Layer
  let input: Shape
  /// The layer's range in the parameters of the whole sequence.
  var parameters: Range<Int>
  /// The layer's range in the packed parameters of the whole sequence.
  var packed: Range<Int>

  /// Packs the layer's part; both views are those of the whole sequence.
  func run(_ parameters: TensorView, into packed: MutableTensorView, forBackward: Bool) {
    layer.prepack(parameters[self.parameters], for: input, into: packed[self.packed], forBackward: forBackward)
  }
}

extension ExecutionPlan {
  /// The prepackings of all layers that have one, including layers in branches.
  var prepackings: [Prepacking] {
    fusedSteps.flatMap { step in
      var result: [Prepacking] = []
      if step.own.memory.packed > 0 {
        let (parameters, packed) = (step.parameterRange.lowerBound, step.packedRange.lowerBound)
        result.append(
          Prepacking(
            layer: step.layer,
            input: step.inputShape,
            parameters: parameters..<parameters + step.own.parameters,
            packed: packed..<packed + step.own.memory.packed
          )
        )
      }
      for branch in step.branches {
        let parameters = step.parameterRange.lowerBound + branch.parameters.lowerBound
        let packed = step.packedRange.lowerBound + branch.packed.lowerBound
        for var prepacking in branch.plan.prepackings {
          prepacking.parameters = prepacking.parameters.offset(by: parameters)
          prepacking.packed = prepacking.packed.offset(by: packed)
          result.append(prepacking)
        }
      }
      return result
    }
  }
}

extension Range<Int> {
  fileprivate func offset(by distance: Int) -> Range { lowerBound + distance..<upperBound + distance }
}
