extension ExecutionPlan {
  /// What one layer works out from its parameters once for many passes.
  struct Preparation: Sendable {
    let layer: any Layer
    let input: Shape
    /// Its own part of the sequence's parameters.
    let parameters: Range<Int>
    /// Its own part of what is prepared.
    let prepared: Range<Int>

    /// Works it out; `parameters` and `prepared` are those of the whole sequence.
    func run(_ parameters: TensorView, into prepared: MutableTensorView) {
      layer.prepare(parameters[self.parameters], for: input, into: prepared[self.prepared])
    }
  }

  /// The layers that prepare anything, those of branches too.
  var preparations: [Preparation] {
    stages.flatMap { stage in
      // A layer's own part comes first, then those of its branches.
      let inBranches = stage.branches.reduce((parameters: 0, prepared: 0)) {
        ($0.parameters + $1.parameterCount, $0.prepared + $1.memory.prepared)
      }
      var (parameters, prepared) = (
        stage.parameterRange.upperBound - inBranches.parameters,
        stage.preparedRange.upperBound - inBranches.prepared
      )
      var result: [Preparation] = []
      let own = stage.preparedRange.lowerBound..<prepared
      if !own.isEmpty {
        result.append(
          Preparation(
            layer: stage.layer,
            input: stage.inputShape,
            parameters: stage.parameterRange.lowerBound..<parameters,
            prepared: own
          )
        )
      }
      for branch in stage.branches {
        result += branch.preparations.map { $0.moved(by: parameters, prepared) }
        parameters += branch.parameterCount
        prepared += branch.memory.prepared
      }
      return result
    }
  }
}

extension ExecutionPlan.Preparation {
  /// The same in a longer sequence.
  fileprivate func moved(by parameters: Int, _ prepared: Int) -> Self {
    func moved(_ range: Range<Int>, by offset: Int) -> Range<Int> {
      range.lowerBound + offset..<range.upperBound + offset
    }
    return Self(
      layer: layer,
      input: input,
      parameters: moved(self.parameters, by: parameters),
      prepared: moved(self.prepared, by: prepared)
    )
  }
}
