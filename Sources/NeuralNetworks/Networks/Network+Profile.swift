/// How long one step of a network takes on one thread.
public struct FusedStepProfile: Sendable {
  /// What runs: a layer, or several that are done as one.
  public var description: String
  /// The shape of one example behind it.
  public var outputShape: Shape
  /// Multiply-adds of one example forward.
  public var multiplyAdds: Int
  /// Seconds of one example forward in training, forward in inference, and backward.
  public var training: Double, inference: Double, backward: Double
}

extension Network {
  /// Times each step by itself, the branches of residual blocks one after the other.
  ///
  /// A step is run over and over, so that what it reads and writes is in the cache more often than
  /// in a whole network: the sum falls short of a training step by what the memory takes.
  ///
  /// - Parameters:
  ///   - examples: how many examples a pass takes, at least 1.
  ///   - runs: how many passes are timed, at least 1; the median counts.
  /// - Returns: the fusedSteps in their order.
  public func profile(examples: Int, runs: Int) -> [FusedStepProfile] {
    Self.profile(plan, isFirst: true, examples: max(1, examples), runs: max(1, runs))
  }

  private static func profile(
    _ plan: ExecutionPlan,
    isFirst: Bool,
    examples: Int,
    runs: Int
  ) -> [FusedStepProfile] {
    var profiles: [FusedStepProfile] = []
    for (index, step) in plan.fusedSteps.enumerated() {
      let isFirst = isFirst && index == 0
      if step.branches.isEmpty {
        profiles.append(profile(step, isFirst: isFirst, examples: examples, runs: runs))
      } else {
        for branch in step.branches where !branch.plan.fusedSteps.isEmpty {
          profiles += profile(branch.plan, isFirst: isFirst, examples: examples, runs: runs)
        }
      }
    }
    return profiles
  }

  private static func profile(
    _ step: FusedStep,
    isFirst: Bool,
    examples: Int,
    runs: Int
  ) -> FusedStepProfile {
    guard let plan = try? ExecutionPlan(input: step.inputShape, layers: [step.layer]) else {
      preconditionFailure("\(step.layer) was planned before")
    }
    // What the numbers are does not matter for speed, as long as none is denormal.
    func numbers(_ count: Int) -> [Float] {
      (0..<count).map { Float($0 * 7919 % 2003) / 2e3 + 0.1 }
    }
    let parameters = numbers(plan.parameterCount)
    let workspace = Workspace(plan: plan, capacity: examples)
    let packed = PackedParameters(plan: plan)
    for example in 0..<examples { workspace.input(example).copy(numbers(plan.input.count)) }
    var gradient = [Float](repeating: 0, count: plan.parameterCount)
    var inputGradient = [Float](repeating: 0, count: examples * plan.input.count)
    let outputGradient = numbers(plan.output.count)
    func median(_ work: () -> Void) -> Double {
      let seconds = (0...runs).map { _ in ContinuousClock().measure(work).seconds }
      return seconds.dropFirst().sorted()[runs / 2] / Double(examples)
    }
    return parameters.withTensorView { parameters in
      packed.update(parameters)
      func forward(_ phase: Phase) {
        workspace.forward(
          examples: examples,
          phase: phase,
          parameters: parameters,
          packed: packed.view
        )
      }
      let inference = median { forward(.inference) }
      let training = median { forward(.training(seeds: Array(0..<examples))) }
      let backward = median {
        for example in 0..<examples { workspace.outputGradient(example).copy(outputGradient) }
        gradient.withMutableTensorView { gradient in
          inputGradient.withMutableTensorView { inputGradient in
            workspace.backward(
              examples: examples,
              parameters: parameters,
              packed: packed.view,
              gradient: gradient,
              inputGradient: isFirst ? nil : inputGradient
            )
          }
        }
      }
      return FusedStepProfile(
        description: step.layer.description,
        outputShape: plan.output,
        multiplyAdds: plan.multiplyAdds,
        training: training,
        inference: inference,
        backward: backward
      )
    }
  }
}
