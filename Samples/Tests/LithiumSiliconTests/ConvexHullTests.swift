import Testing

@testable import LithiumSilicon

@Suite struct ConvexHullTests {
  @Test func theLowerHullHasOnlyItsCorners() {
    let points: [SIMD2<Double>] = [
      [0, 0], [0.25, -0.1], [0.5, -0.5], [0.5, -0.2], [0.75, -0.25], [0.8, -0.3], [1, 0],
    ]
    // −0.3 lies below the line from (0.5, −0.5) to (1, 0), which is −0.2 there.
    #expect(ConvexHull.lower(points) == [[0, 0], [0.5, -0.5], [0.8, -0.3], [1, 0]])
  }

  @Test func fewPointsAreTheirOwnHull() {
    #expect(ConvexHull.lower([]).isEmpty)
    #expect(ConvexHull.lower([[1, 2], [0, 3]]) == [[0, 3], [1, 2]])
  }
}
