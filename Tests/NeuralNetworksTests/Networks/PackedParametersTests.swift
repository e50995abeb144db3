import TestSupport
import Testing
import Workers

@testable import NeuralNetworks

@Suite struct PackedParametersTests {
  @Test func updateFollowsTheParameters() throws {
    let input = Shape(channels: 2, height: 6, width: 6)
    // A convolution of a residual block too: branches have their own part.
    let network = try Network(input: input) {
      Conv2D(filters: 3, kernel: 3)
      Residual { Conv2D(filters: 3, kernel: 3) }
    }
    let packed = PackedParameters(plan: network.plan)
    #expect(packed.view.count == network.plan.memory.packed)
    #expect(packed.view.array.allSatisfy { $0 == 0 })
    let parameters = Model(network, seed: 1).parameters
    parameters.withTensorView { packed.update($0) }
    let once = packed.view.array
    #expect(once.contains { $0 != 0 })
    parameters.map { 2 * $0 }.withTensorView { packed.update($0) }
    #expect(packed.view.array == once.map { 2 * $0 })
  }

  @Test func resultDoesNotDependOnThreads() throws {
    // Whole panels, which hold no zeros.
    let network = try Network(input: Shape(channels: 8, height: 8, width: 8)) {
      Conv2D(filters: 16, kernel: 3)
      Residual {
        Conv2D(filters: 16, kernel: 3)
      } shortcut: {
        Conv2D(filters: 16, kernel: 3)
      }
      Conv2D(filters: 8, kernel: 3)
    }
    let parameters = Model(network, seed: 1).parameters
    let results = [1, 2, 5].map { threads in
      let packed = PackedParameters(plan: network.plan)
      parameters.withTensorView { packed.update($0, pool: WorkerPool(threads: threads)) }
      return packed.view.array
    }
    // Every layer wrote its own part.
    #expect(results[0].allSatisfy { $0 != 0 })
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  @Test func layersWithoutPrepackingNeedNoMemory() throws {
    let network = try Network(input: Shape(features: 4)) { Dense(units: 2) }
    #expect(PackedParameters(plan: network.plan).view.count == 0)
  }
}
