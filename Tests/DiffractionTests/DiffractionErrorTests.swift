import Imaging
import Testing

@testable import Diffraction

@Suite struct DiffractionErrorTests {
  @Test func descriptionsNameTheParameterAndTheExpectedValues() {
    let setting = DiffractionError.invalidSetting(
      name: "dose",
      value: "0 to 10",
      expected: "within 1 to 1e9"
    )
    #expect("\(setting)" == "dose: 0 to 10 cannot be used; expected within 1 to 1e9")
    let file = DiffractionError.masterPatternFile(path: "a/b.png", reason: "it is not square")
    #expect("\(file)" == "a/b.png: it is not square")
  }

  @Test func valuesInRangePassAndAllOthersAndNaNThrow() throws {
    for value in [1.0, 2, 5] { try DiffractionError.check("x", value, in: 1...5) }
    for value in [0.999, 5.001, -.infinity, .infinity, .nan] {
      let error = #expect(throws: DiffractionError.self) {
        try DiffractionError.check("x", value, in: 1...5)
      }
      #expect(
        error == .invalidSetting(name: "x", value: "\(value)", expected: "1.0 to 5.0")
      )
    }
  }

  @Test func parametersOutOfRangeThrow() throws {
    struct Ranges { var x: ClosedRange<Int> }
    let parameters = [Parameter<Ranges>("x", \.x, in: 1...5)]
    try DiffractionError.check(Ranges(x: 2...3), parameters)
    for range in [0...3, 2...6, 0...6] {
      let error = #expect(throws: DiffractionError.self) {
        try DiffractionError.check(Ranges(x: range), parameters)
      }
      #expect(error?.description.hasSuffix("expected within 1 to 5") == true)
    }
  }

  @Test func exclusiveProbabilitiesSumToAtMost1() throws {
    try DiffractionError.checkSum(("a", "b"), (0.4, 0.6))
    let error = #expect(throws: DiffractionError.self) {
      try DiffractionError.checkSum(("a", "b"), (0.5, 0.6))
    }
    #expect(error?.description == "a and b: 0.5 and 0.6 cannot be used; expected a sum of at most 1")
  }
}
