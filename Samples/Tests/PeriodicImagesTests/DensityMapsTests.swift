import Testing

@testable import PeriodicImages

@Suite struct DensityMapsTests {
  private let size = DensityMaps.size

  /// The least mean squared difference between a map and its images under an operation, over all origins.
  private func difference(_ map: [Float], _ operation: PlaneGroup.Operation) -> Float {
    // Some points suffice; 7 steps avoid those of one row or column.
    let points = stride(from: 0, to: size * size, by: 7).map { i in
      (place: (i % size, i / size), moved: operation.moved(i % size, i / size, size: size))
    }
    let differences = (0..<size * size).map { origin -> Float in
      var sum: Float = 0
      for (place, moved) in points {
        let (x, y) = ((moved.x + origin) % size, (moved.y + origin / size) % size)
        let difference = map[place.1 * size + place.0] - map[y * size + x]
        sum += difference * difference
      }
      return sum / Float(points.count)
    }
    return differences.min() ?? .infinity
  }

  @Test(arguments: PlaneGroup.allCases) func mapsHaveTheSymmetryOfTheirGroup(group: PlaneGroup) throws {
    let number = try #require(PlaneGroup.allCases.firstIndex(of: group))
    let map = DensityMaps(key: 5, count: 8).map(number)
    // Noise of deviation 0.1 leaves 2 · 0.01.
    for operation in group.operations { #expect(difference(map, operation) < 0.04) }
  }

  @Test func aMapWithoutSymmetryHasNone() {
    let map = DensityMaps(key: 5, count: 8).map(0)
    for operation in PlaneGroup.p4gm.operations.dropFirst() { #expect(difference(map, operation) > 0.1) }
  }

  @Test func rolledMapsAreTheSameMapsElsewhere() {
    let maps = DensityMaps(key: 5, count: 8)
    var rolled = maps
    rolled.rolled = true
    #expect(maps.map(3) == maps.map(3))
    #expect(maps.map(3) != rolled.map(3))
    #expect(maps.map(3).sorted() == rolled.map(3).sorted())
    #expect(DensityMaps.roll(DensityMaps.roll(maps.map(3), by: (5, 7)), by: (size - 5, size - 7)) == maps.map(3))
  }
}
