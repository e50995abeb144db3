import RandomNumbers
import TestSupport
import Testing

@testable import NeuralNetworks

@Suite struct PredictorTests {
  private let model: Model
  private let inputs: [[Float]]

  init() throws {
    model = try TrainerDeterminismTests.model()
    var generator = KeyedGenerator(3)
    inputs = (0..<9).map { _ in generator.normals(64) }
  }

  @Test func outputDoesNotDependOnOtherExamples() {
    let predictor = Predictor(model, threads: 2)
    let together = predictor.outputs(for: inputs)
    #expect(inputs.map { predictor.output(for: $0) } == together)
    #expect(predictor.outputs(for: inputs.reversed()) == together.reversed())
    #expect(predictor.outputs(for: [inputs[4], inputs[4]]) == [together[4], together[4]])
    for threads in [1, 3, 8] {
      #expect(Predictor(model, threads: threads).outputs(for: inputs) == together)
    }
    #expect(Predictor(model.foldingNormalization()).outputs(for: inputs).count == 9)
  }

  @Test func outputEqualsThatOfTheNetwork() throws {
    let harness = try LayerHarness(
      model.network.layers,
      input: model.network.input,
      examples: 9
    )
    let expected = harness.forward(
      inputs.flatMap { $0 },
      parameters: model.parameters,
      training: false
    )
    let outputs = Predictor(model).outputs(for: inputs).flatMap { $0 }
    #expect(greatestDifference(outputs, expected) < 1e-5)
  }

  @Test func largeNetworksTakeFewExamplesAtATime() throws {
    let small = model.network.plan
    #expect(Predictor.share(of: 1000, threads: 2, plan: small) == 8)
    #expect(Predictor.share(of: 9, threads: 2, plan: small) == 4)
    #expect(Predictor.share(of: 1, threads: 2, plan: small) == 1)
    #expect(Predictor.share(of: 0, threads: 2, plan: small) == 1)
    let large = try Network(input: Shape(channels: 1, height: 2048, width: 2048)) {
      Conv2D(filters: 16, kernel: 5)
      GlobalAveragePool2D()
    }
    #expect(Predictor.share(of: 1000, threads: 2, plan: large.plan) == 1)
  }

  @Test func concurrentCallersGetCorrectOutputs() async {
    let predictor = Predictor(model, threads: 2)
    let expected = predictor.outputs(for: inputs)
    await withTaskGroup(of: [[Float]].self) { group in
      for _ in 0..<6 { group.addTask { [inputs] in predictor.outputs(for: inputs) } }
      for await outputs in group { #expect(outputs == expected) }
    }
  }

  private struct Torn: Error, Equatable { var index: Int }

  @Test func loaderResultsAreReturnedInOrder() throws {
    let predictor = Predictor(model, threads: 3)
    let results = predictor.outputs(count: 9) { [inputs] index, view in
      view.copy(inputs[index])
      return "pattern \(index)"
    }
    #expect(results.map(\.extra) == (0..<9).map { "pattern \($0)" })
    #expect(results.map(\.output) == predictor.outputs(for: inputs))
    // The first in order, whichever thread came first.
    let error = #expect(throws: Torn.self) {
      try predictor.outputs(count: 9) { index, view throws(Torn) in
        view.fill(0)
        if index >= 4 { throw Torn(index: index) }
      }
    }
    #expect(error == Torn(index: 4))
  }

  @Test(arguments: [1, 3]) func changedCopiesFollowTheirInputs(threads: Int) throws {
    let predictor = Predictor(model, threads: threads)
    let results = predictor.outputs(count: 9, copies: 2) { [inputs] index, view in
      view.copy(inputs[index])
      return index
    } change: {
      $0.fill(0.5)
    }
    #expect(results.map(\.extra) == (0..<18).map { $0 / 2 })
    let same = predictor.output(for: [Float](repeating: 0.5, count: model.network.input.count))
    #expect(results.map(\.output) == predictor.outputs(for: inputs).flatMap { [$0, same] })
    let error = #expect(throws: Torn.self) {
      try predictor.outputs(count: 3, copies: 2) { index, _ throws(Torn) in
        if index > 0 { throw Torn(index: index) }
      } change: { _ in
      }
    }
    #expect(error == Torn(index: 1))
  }

  @Test func noInputsGiveNoOutputs() {
    #expect(Predictor(model).outputs(for: []).isEmpty)
  }
}
