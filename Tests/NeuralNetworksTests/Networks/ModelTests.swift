import NeuralNetworks
import Testing

@Suite struct ModelTests {
  static func network() throws -> Network {
    try Network(input: Shape(channels: 1, height: 6, width: 6)) {
      Conv2D(filters: 3, kernel: 3, activation: .relu)
      BatchNormalization()
      Dense(units: 2)
    }
  }

  @Test func beginsAsItsSeedSays() throws {
    let network = try Self.network()
    let model = Model(network, seed: 4)
    #expect(model.parameters == Model(network, seed: 4).parameters)
    #expect(model.parameters != Model(network, seed: 5).parameters)
    #expect(model.parameters.count == network.parameterCount)
    // Convolution weights, biases, γ, β, μ, σ², dense weights, biases.
    #expect(model.parameters[..<27].allSatisfy { $0 != 0 })
    #expect(model.parameters[27..<42] == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1])
    #expect(model.parameters[42..<258].allSatisfy { $0 != 0 })
    #expect(model.parameters[258...] == [0, 0])
  }

  @Test func aTensorKeepsItsValuesWhenALayerIsAddedBehindIt() throws {
    let network = try Self.network()
    let longer = try Network(input: network.input, layers: network.layers + [Dense(units: 9)])
    let (short, long) = (Model(network, seed: 4), Model(longer, seed: 4))
    #expect(long.parameters.starts(with: short.parameters))
  }
}
