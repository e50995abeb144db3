import NeuralNetworks
import Testing

@Suite struct NetworkProfileTests {
  @Test func everyFusedStepIsTimedOnce() throws {
    let network = try Network(input: Shape(channels: 1, height: 8, width: 8)) {
      Conv2D(filters: 2, kernel: 3, activation: .relu)
      MaxPool2D(size: 2)
      Residual { Conv2D(filters: 2, kernel: 3) }
      Dense(units: 3)
    }
    let profiles = network.profile(examples: 2, runs: 3)
    #expect(
      profiles.map(\.description) == [
        "Conv2D(filters: 2, kernel: 3, activation: .relu) + MaxPool2D(size: 2)",
        "Conv2D(filters: 2, kernel: 3)", "Dense(units: 3)",
      ]
    )
    #expect(profiles.map(\.multiplyAdds).reduce(0, +) == network.plan.multiplyAdds)
    #expect(profiles.map { "\($0.outputShape)" } == ["2×4×4", "2×4×4", "3×1×1"])
    for profile in profiles {
      #expect(profile.training > 0 && profile.inference > 0 && profile.backward > 0)
    }
    #expect(network.profile(examples: 0, runs: 0).count == 3, "senseless numbers count as 1")
  }
}
