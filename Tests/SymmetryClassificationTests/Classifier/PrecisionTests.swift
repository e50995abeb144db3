import NeuralNetworks
import TestSupport
import Testing

@testable import SymmetryClassification

@Suite struct PrecisionTests {
  @Test func answersDifferLittleAndDependOnTheirImageAlone() throws {
    let classifier = try QuantizationTests.scaled()
    let integers = try classifier.answering(in: .int8)
    #expect(integers.precision == .int8)
    let images = SmallClassifier.stripes(9).images
    let (expected, answers) = (try classifier.probabilities(for: images), try integers.probabilities(for: images))
    #expect(answers != expected)
    #expect(greatestDifference(answers.flatMap { $0 }, expected.flatMap { $0 }) < 0.02)
    #expect(try integers.probabilities(for: images, threads: 1) == answers)
    #expect(try integers.probabilities(for: [images[4]]) == [answers[4]])
    #expect(try integers.answering(in: .float32).probabilities(for: images) == expected)
  }

  @Test func networksAreRoundedOnce() throws {
    var integers = try QuantizationTests.scaled().answering(in: .int8)
    let memory = [0, 1].map { _ in
      integers.networksForInference[0].parameters.withUnsafeBufferPointer { $0.baseAddress.map(UInt.init(bitPattern:)) }
    }
    #expect(memory[0] == memory[1])
    integers.model = try SmallClassifier.untrained(seed: 2).model
    #expect(integers.precision == .float32)
  }

  @Test func modelsThatCannotAnswerInIntegersSaySo() throws {
    let plain = try SmallClassifier.untrained()
    #expect(throws: QuantizationError.noScales) { try plain.answering(in: .int8) }
    #expect(try plain.answering(in: .automatic).precision == .float32)
    #expect(
      try QuantizationTests.scaled().answering(in: .automatic).precision == (Model.hasFastIntegers ? .int8 : .float32)
    )
    var dense = plain
    dense.model = Model(
      try Network(input: plain.model.network.input) {
        Conv2D(filters: 2, kernel: 5, activation: .relu)
        Dense(units: 3)
      },
      seed: 1
    )
    #expect(throws: QuantizationError.noIntegerForm) { try dense.answering(in: .int8) }
    #expect(try dense.measuringScales(on: QuantizationTests.dataset(2)).quantization == nil)
    #expect(try plain.measuringScales(on: QuantizationTests.dataset(0)).quantization == nil)
    #expect(QuantizationError.noScales.description.contains("ednet calibrate --scales-only"))
    #expect(QuantizationError.noIntegerForm.description.contains("--precision float32"))
  }
}
