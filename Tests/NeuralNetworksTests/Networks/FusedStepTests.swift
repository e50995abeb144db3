import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct FusedStepTests {
  private func fusedSteps(_ layers: [any Layer]) throws -> [FusedStep] {
    let plan = try ExecutionPlan(input: Shape(channels: 2, height: 16, width: 16), layers: layers)
    return try FusedStep.fusing(plan.steps, path: "layers")
  }

  @Test func convolutionFusesActivationAndPooling() throws {
    let convolution = Conv2D(filters: 4, kernel: 3)
    let fusedSteps = try fusedSteps([
      convolution, Activation(.relu), MaxPool2D(size: 2), Conv2D(filters: 2, kernel: 5),
      Activation(.tanh), Dense(units: 3), Activation(.relu), Dense(units: 2, activation: .relu),
      Activation(.sigmoid),
    ])
    #expect(
      fusedSteps.map { "\($0.layer)" } == [
        "Conv2D(filters: 4, kernel: 3, activation: .relu) + MaxPool2D(size: 2)",
        "Conv2D(filters: 2, kernel: 5, activation: .tanh)", "Dense(units: 3, activation: .relu)",
        "Dense(units: 2, activation: .relu)", "Activation(.sigmoid)",
      ]
    )
    #expect(
      fusedSteps.map { "\($0.outputShape)" } == ["4×8×8", "2×8×8", "3×1×1", "2×1×1", "2×1×1"]
    )
    #expect(fusedSteps[1].parameterRange == 76..<278)
  }

  /// The greatest of rectified numbers is the greatest, rectified.
  @Test func convolutionFusesReLUAfterPooling() throws {
    let fusedSteps = try fusedSteps([
      Conv2D(filters: 4, kernel: 3), MaxPool2D(size: 2), Activation(.relu),
      Conv2D(filters: 4, kernel: 3, activation: .relu), MaxPool2D(size: 2), Activation(.relu),
    ])
    #expect(
      fusedSteps.map { "\($0.layer)" } == [
        "Conv2D(filters: 4, kernel: 3, activation: .relu) + MaxPool2D(size: 2)",
        "Conv2D(filters: 4, kernel: 3, activation: .relu) + MaxPool2D(size: 2)",
        "Activation(.relu)",
      ]
    )
  }

  @Test func normalizationFusesReLUAndPooling() throws {
    let fusedSteps = try fusedSteps([
      Conv2D(filters: 4, kernel: 3), BatchNormalization(), Activation(.relu), MaxPool2D(size: 2),
      BatchNormalization(), Activation(.tanh), BatchNormalization(), MaxPool2D(size: 2),
      BatchNormalization(), Activation(.relu), MaxPool2D(size: 3),
    ])
    #expect(
      fusedSteps.map { "\($0.layer)" } == [
        "Conv2D(filters: 4, kernel: 3)",
        "BatchNormalization() + ReLU + MaxPool2D(size: 2)", "BatchNormalization()",
        "Activation(.tanh)", "BatchNormalization() + MaxPool2D(size: 2)",
        "BatchNormalization() + ReLU", "MaxPool2D(size: 3)",
      ]
    )
  }

  @Test func otherLayersAreNotFused() throws {
    let layers: [any Layer] = [
      Conv2D(filters: 4, kernel: 3, activation: .relu), Activation(.relu), BatchNormalization(),
      MaxPool2D(size: 3), Conv2D(filters: 2, kernel: 5), MaxPool2D(size: 2),
    ]
    #expect(try fusedSteps(layers).count == layers.count)
  }
}
