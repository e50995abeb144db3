import Pipelines
import Testing

@Suite struct DurationTextTests {
  @Test(arguments: [
    (0, "0.0 s"), (9.94, "9.9 s"), (10, "10 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (3599.6, "1 h 0 min"),
    (7384, "2 h 3 min"), (-1, "?"), (.nan, "?"), (.infinity, "?"), (1e9, "?"),
  ])
  func aDurationHasAtMostTwoUnits(seconds: Double, text: String) { #expect(DurationText.of(seconds) == text) }
}
