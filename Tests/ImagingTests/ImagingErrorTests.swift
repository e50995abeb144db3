import Testing

@testable import Imaging

@Suite struct ImagingErrorTests {
  private func message(_ body: () throws(ImagingError) -> Void) -> String? {
    do throws(ImagingError) {
      try body()
      return nil
    } catch { return error.description }
  }

  @Test func valuesOutsideOfTheRangeAreRefused() {
    for value in [0, 0.5, 1] {
      #expect(message { () throws(ImagingError) in try ImagingError.check("a", value, in: 0...1) } == nil)
    }
    let refused: [(Double, String)] = [(-0.1, "-0.1"), (1.5, "1.5"), (.infinity, "inf"), (.nan, "nan")]
    for (value, text) in refused {
      let found = message { () throws(ImagingError) in try ImagingError.check("zoom", value, in: 0...1) }
      #expect(found == "zoom: \(text) cannot be used; expected 0.0 to 1.0")
    }
  }

  @Test func rangesMustLieWithin() {
    let cases: [(ClosedRange<Int>, String?)] = [
      (0...9, nil), (3...3, nil), (-1...3, "-1 to 3"), (3...10, "3 to 10"), (-5...50, "-5 to 50"),
    ]
    for (range, text) in cases {
      let found = message { () throws(ImagingError) in try ImagingError.check("size", range, in: 0...9) }
      #expect(found == text.map { "size: \($0) cannot be used; expected within 0 to 9" })
    }
  }

  @Test func unknownKeysAreNamedWithTheKnownOnes() {
    let error = ImagingError.unknownKey("zom", in: "augmentation", known: ["zoom", "shift"])
    #expect("\(error)" == #"augmentation: unknown key "zom"; known are zoom, shift"#)
  }
}
