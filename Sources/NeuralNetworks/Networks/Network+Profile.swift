/// The time of one fused step of a network on one thread.
public struct FusedStepProfile: Sendable {
  /// The layer or fused layers.
  public var description: String
  /// The output shape of one example.
  public var outputShape: Shape
  /// Multiply-adds of one example in the forward pass.
  public var multiplyAdds: Int
  /// Seconds per example: forward in training, forward in inference, and backward.
  public var training: Double, inference: Double, backward: Double
}

extension Network {
  /// Times each fused step separately, including those in branches.
  ///
  /// Each step is repeated, so its data is in the cache more often than in a whole network, and the sum is shorter than
  /// a training step.
  ///
  /// - Parameters:
  ///   - examples: the number of examples in a pass, at least 1.
  ///   - runs: the number of timed passes, at least 1; the result is their median.
  /// - Returns: the profiles in the order of the steps.
  public func profile(examples: Int, runs: Int) -> [FusedStepProfile] {
    Self.profile(plan, isFirst: true, examples: max(1, examples), runs: max(1, runs))
  }

  private static func profile(_ plan: ExecutionPlan, isFirst: Bool, examples: Int, runs: Int) -> [FusedStepProfile] {
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

  private static func profile(_ step: FusedStep, isFirst: Bool, examples: Int, runs: Int) -> FusedStepProfile {
    guard let plan = try? ExecutionPlan(input: step.inputShape, layers: [step.layer]) else {
      preconditionFailure("\(step.layer) was planned before")
    }
    // The speed does not depend on the numbers unless they are denormal.
    func numbers(_ count: Int) -> [Float] { (0..<count).map { Float($0 * 7919 % 2003) / 2e3 + 0.1 } }
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
        workspace.forward(examples: examples, phase: phase, parameters: parameters, packed: packed.view)
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
