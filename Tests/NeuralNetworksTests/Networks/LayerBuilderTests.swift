import NeuralNetworks
import Testing

@Suite struct LayerBuilderTests {
  @Test func networkIsWrittenWithLoopsAndConditions() throws {
    func network(normalized: Bool, deep: Bool) throws -> Network {
      try Network(input: Shape(channels: 1, height: 8, width: 8)) {
        for filters in [2, 4] {
          Conv2D(filters: filters, kernel: 3)
          if normalized { GroupNormalization(groups: 2) }
        }
        if deep {
          [Dense(units: 5), Dense(units: 4)]
        } else {
          GlobalAveragePool2D()
        }
      }
    }
    #expect(try network(normalized: true, deep: true).layers.count == 6)
    #expect(try network(normalized: false, deep: false).layers.count == 3)
    #expect(try network(normalized: false, deep: false).output == Shape(features: 4))
  }

  @LayerBuilder private func layers(_ count: Int) -> [any Layer] {
    for units in 1..<count + 1 {
      if units.isMultiple(of: 2) { Activation(.relu) }
      Dense(units: units)
    }
    if count > 2 { [Flatten(), Dense(units: 9)] } else if count > 1 { Flatten() } else { Dropout(rate: 0.5) }
  }

  @Test func layersKeepTheOrderOfTheCode() {
    func names(_ count: Int) -> [String] { layers(count).map { "\($0)" } }
    #expect(names(0) == ["\(Dropout(rate: 0.5))"])
    let two = ["\(Dense(units: 1))", "\(Activation(.relu))", "\(Dense(units: 2))"]
    #expect(names(2) == two + ["\(Flatten())"])
    #expect(names(3) == two + ["\(Dense(units: 3))", "\(Flatten())", "\(Dense(units: 9))"])
  }
}
