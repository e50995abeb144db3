import Testing

@testable import Diffraction

@Suite("Diffraction errors") struct DiffractionErrorTests {
  @Test("They name the setting and the expected values")
  func descriptions() {
    let setting = DiffractionError.invalidSetting(
      name: "dose",
      value: "0 to 10",
      expected: "within 1 to 1e9"
    )
    #expect("\(setting)" == "dose: 0 to 10 cannot be used; expected within 1 to 1e9")
    let file = DiffractionError.masterPatternFile(path: "a/b.png", reason: "it is not square")
    #expect("\(file)" == "a/b.png: it is not square")
  }

  @Test("Values within their range pass; others, and those that are no numbers, do not")
  func ranges() throws {
    for value in [1.0, 2, 5] { try DiffractionError.check("x", value, in: 1...5) }
    for value in [0.999, 5.001, -.infinity, .infinity, .nan] {
      let error = #expect(throws: DiffractionError.self) {
        try DiffractionError.check("x", value, in: 1...5)
      }
      #expect(
        error == .invalidSetting(name: "x", value: "\(value)", expected: "1.0 to 5.0")
      )
    }
    try DiffractionError.check("x", 2...3, in: 1...5)
    for range in [0...3, 2...6, 0...6] {
      let error = #expect(throws: DiffractionError.self) {
        try DiffractionError.check("x", range, in: 1...5)
      }
      #expect(error.map { "\($0)".contains("within 1 to 5") } == true)
    }
  }
}
