import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct PreparedParametersTests {
  @Test func theyFollowTheParameters() throws {
    let input = Shape(channels: 2, height: 6, width: 6)
    // A convolution of a residual block too: branches have their own part.
    let network = try Network(input: input) {
      Conv2D(filters: 3, kernel: 3)
      Residual { Conv2D(filters: 3, kernel: 3) }
    }
    let prepared = PreparedParameters(plan: network.plan)
    #expect(prepared.view.count == network.plan.memory.prepared)
    #expect(prepared.view.array.allSatisfy { $0 == 0 })
    let parameters = Model(network, seed: 1).parameters
    parameters.withTensorView { prepared.update($0) }
    let once = prepared.view.array
    #expect(once.contains { $0 != 0 })
    parameters.map { 2 * $0 }.withTensorView { prepared.update($0) }
    #expect(prepared.view.array == once.map { 2 * $0 })
  }

  @Test func layersThatPrepareNothingTakeNoRoom() throws {
    let network = try Network(input: Shape(features: 4)) { Dense(units: 2) }
    #expect(PreparedParameters(plan: network.plan).view.count == 0)
  }
}
