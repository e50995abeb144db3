import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct ArchitectureTests {
  @Test(arguments: Architecture.allCases)
  func everySizeGivesOneLogitAClass(architecture: Architecture) throws {
    for size in [4, 5, 7, 8, 15, 16, 31, 33, 64, 100, 128] {
      for classes in [2, 14] {
        let network = try architecture.network(size: size, classes: classes)
        #expect(network.input == Shape(channels: 1, height: size, width: size))
        #expect(network.output == Shape(features: classes))
      }
    }
  }

  @Test(arguments: Architecture.allCases)
  func smallPatternsPassThrough(architecture: Architecture) throws {
    for size in [4, 5, 9] {
      let model = Model(try architecture.network(size: size, classes: 3), seed: 1)
      let input = (0..<size * size).map { Float($0 % 7) - 3 }
      let output = Predictor(model, threads: 1).output(for: input)
      #expect(output.count == 3 && output.allSatisfy(\.isFinite))
    }
  }

  @Test func sizesThatLeaveNothingAreRefused() {
    for architecture in Architecture.allCases {
      #expect(throws: ShapeError.self) { try architecture.network(size: 0, classes: 2) }
      #expect(throws: ShapeError.self) { try architecture.network(size: -8, classes: 2) }
      #expect(throws: ShapeError.self) { try architecture.network(size: 16, classes: 0) }
    }
  }

  @Test func theMapIsASecondAnswerBesideTheSameNetwork() throws {
    let (network, map) = try #require(
      try Architecture.residual.networkWithMap(size: 64, classes: 14)
    )
    #expect(map.size == 8)
    #expect(network.output == Shape(features: 14 + SymmetryMapTarget.channels * 64))
    let plain = try Architecture.residual.network(size: 64, classes: 14)
    let model = try #require(Model(network, seed: 1).droppingAuxiliaryHead)
    #expect(model.network.description == plain.description)
    #expect(try Architecture.plain.networkWithMap(size: 64, classes: 14) == nil)
    #expect(try Architecture.residual.networkWithMap(size: 32, classes: 14) == nil)
  }

  @Test func theWideResidualNetworkHas3MillionParameters() throws {
    let network = try Architecture.wideResidual.network(size: 128, classes: 14)
    #expect(network.layers.count { $0 is Residual } == 4)
    #expect((3_100_000..<3_200_000).contains(network.parameterCount))
    let (withMap, map) = try #require(try Architecture.wideResidual.networkWithMap(size: 128, classes: 14))
    #expect(map.size == 16)
    #expect(withMap.parameterCount == network.parameterCount + (128 + 1) * SymmetryMapTarget.channels)
  }

  @Test func theReferenceIsTheNetworkThatSpeedIsMeasuredOn() throws {
    let network = try Architecture.reference.network(size: 128, classes: 14)
    // Weights and biases of 3×3 convolutions 1→16→32→64→128 and dense layers 8·8·128→128→14.
    let convolutions = (9 * 1 + 1) * 16 + (9 * 16 + 1) * 32 + (9 * 32 + 1) * 64 + (9 * 64 + 1) * 128
    #expect(network.parameterCount == convolutions + (8192 + 1) * 128 + (128 + 1) * 14)
  }

  @Test func namesAndSummariesAreApart() {
    let all = Architecture.allCases
    #expect(Set(all.map(\.summary)).count == all.count)
    #expect(all.allSatisfy { Architecture(rawValue: $0.rawValue) == $0 })
    #expect(Architecture(rawValue: "resnet") == nil)
  }
}
