import Testing

@testable import Crystallography

@Suite struct CIFProblemTests {
  private static let problems: [CIFProblem] = [
    .syntax("unterminated 'string'"), .repeatedTag("_cell_length_a"), .missingTag("_cell_length_a"),
    .invalidNumber(tag: "_cell_length_a", value: "x", expected: "a length of 1.5 to 100.0 Å"),
    .impossibleCell, .impossibleCartesianAxes, .modulated, .noAtoms, .missingCoordinate(site: "Fe1"),
    .invalidSiteValue(site: "Fe1", quantity: "occupancy", value: "2", expected: "at most 1"),
    .unknownElement(site: "X1", symbol: "X"),
    .ambiguousElement(site: "CA1", first: "C", second: "Ca"), .noSymmetry,
    .unknownSpaceGroup("P 99"), .ambiguousOrigin("F d -3 m"), .invalidOperation("x,y"),
    .notAGroup(first: "x,y,z", second: "-x,y,z"), .operationDoesNotFitCell("y,x,z"),
    .tooManyAtoms(limit: 2000), .overlappingAtoms(first: "Fe1", second: "O2", distance: 0.1234),
    .unlikelyVolume(perAtom: 1.23456, range: 1.5...250),
  ]

  @Test func everyProblemIsOneDistinctSentence() {
    let texts = Self.problems.map(\.description)
    #expect(Set(texts).count == Self.problems.count)
    for text in texts {
      #expect(text.count > 20 && !text.contains("\n"))
      // The remedy follows the problem.
      #expect(text.contains("; ") || text.contains(": add"), "\(text)")
      // The text follows the name of the file, so it ends without a full stop.
      #expect(!text.hasSuffix("."))
    }
  }

  @Test func problemsNameTheirCause() {
    for (problem, words) in [
      (CIFProblem.repeatedTag("_cell_length_a"), ["_cell_length_a", "twice"]),
      (.missingCoordinate(site: "Fe1"), ["Fe1", "coordinate"]),
      (.ambiguousElement(site: "CA1", first: "C", second: "Ca"), ["CA1", "C or Ca"]),
      (.ambiguousOrigin("F d -3 m"), ["F d -3 m", "':1'", "':2'"]),
      (.notAGroup(first: "x,y,z", second: "-x,y,z"), ["'x,y,z'", "'-x,y,z'"]),
      (.overlappingAtoms(first: "Fe1", second: "O2", distance: 0.1234), ["Fe1", "O2", "0.12 Å"]),
      (.unlikelyVolume(perAtom: 1.23456, range: 1.5...250), ["1.23 Å³", "1.5 to 250"]),
      (.tooManyAtoms(limit: 2000), ["2000"]),
    ] {
      for word in words { #expect("\(problem)".contains(word), "\(problem)") }
    }
  }

  @Test func quotedTextIsShortenedAndEscaped() {
    let wild = "a\nb\u{1B}[31m\u{202E}" + String(repeating: "x", count: 10_000)
    let problems: [CIFProblem] = [
      .invalidNumber(tag: "_cell_length_a", value: wild, expected: "a length"),
      .missingCoordinate(site: wild),
      .invalidSiteValue(site: wild, quantity: "occupancy", value: wild, expected: "at most 1"),
      .unknownElement(site: wild, symbol: wild),
      .ambiguousElement(site: wild, first: "C", second: "Ca"), .unknownSpaceGroup(wild),
      .ambiguousOrigin(wild), .invalidOperation(wild),
      .overlappingAtoms(first: wild, second: wild, distance: 0.1),
    ]
    for problem in problems {
      let text = problem.description
      #expect(text.count < 400)
      #expect(text.contains("a\\nb"))
      for scalar in text.unicodeScalars {
        let category = scalar.properties.generalCategory
        #expect(category != .control && category != .format)
      }
    }
    // Non-ASCII letters remain unchanged.
    #expect("\(CIFProblem.unknownSpaceGroup("P\u{305}1 Å"))".hasPrefix("'P\u{305}1 Å' is no"))
  }
}
