import NeuralNetworks
import SymmetryClassification
import Testing

@Suite struct ClassActivationMapTests {
  @Test func anEnsembleLooksWhereItsNetworksLook() throws {
    let members = try [3, 4, 5].map { try SmallClassifier.untrained(seed: $0) }
    let image = SmallClassifier.stripes(1, classes: 3).images[0].image
    let input = SmallClassifier.preprocessing.normalized(image)
    let map = try #require(ClassActivationMap(.ensemble(of: members)))
    for output in 0..<3 {
      let maps = try members.map {
        try #require(GradCAM($0.model)).heatMap(for: input, output: output)
      }
      let mean = map.heatMap(for: image, output: output)
      #expect(mean.width == maps[0].width && mean.height == maps[0].height)
      for place in mean.values.indices {
        let expected = maps.reduce(Float(0)) { sum, map in
          let greatest = map.values.max() ?? 0
          return sum + (greatest > 0 ? map.values[place] / greatest / 3 : 0)
        }
        #expect(abs(mean.values[place] - expected) < 1e-5)
      }
    }
  }

  @Test func mapsOfOtherSizesDoNotCount() throws {
    let members = [try SmallClassifier.untrained(), try SmallClassifier.untrained(seed: 4, size: 12)]
    let image = SmallClassifier.stripes(1, classes: 3).images[0].image
    let (alone, both) = (ClassActivationMap(members[0]), ClassActivationMap(.ensemble(of: members)))
    #expect(both?.heatMap(for: image, output: 1) == alone?.heatMap(for: image, output: 1))
  }

  @Test func aNetworkWithoutMapsHasNone() throws {
    var classifier = try SmallClassifier.untrained()
    let network = try Network(input: Shape(channels: 1, height: 16, width: 16)) { Dense(units: 3) }
    classifier.model = Model(network, seed: 1)
    #expect(ClassActivationMap(classifier) == nil)
  }
}
