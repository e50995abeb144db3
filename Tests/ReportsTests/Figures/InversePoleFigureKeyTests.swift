import Crystallography
import RandomNumbers
import Testing

@testable import Reports

@Suite struct InversePoleFigureKeyTests {
  private static func isNear(_ a: SIMD3<Double>, _ b: SIMD3<Double>, within limit: Double = 0.005) -> Bool {
    (a - b).max() < limit && (b - a).max() < limit
  }

  @Test func cubicDirectionsHaveTheirUsualColours() {
    let key = InversePoleFigureKey(InversePoleFigureSector(.mBar3M))
    let colors: [(Vector3, SIMD3<Double>)] = [
      ([0, 0, 1], [1, 0, 0]), ([0, 1, 1], [0, 1, 0]), ([1, 1, 1], [0, 0, 1]), ([-1, 0, 0], [1, 0, 0]),
      ([1, -1, 0], [0, 1, 0]), ([-1, 1, -1], [0, 0, 1]),
    ]
    for (direction, color) in colors {
      let found = key.rgb(key.sector(direction))
      #expect(Self.isNear(found, color), "\(direction): \(found)")
    }
  }

  @Test(arguments: LaueClass.allCases) func cornersAreRedGreenAndBlueAndTheMiddleWhite(_ laueClass: LaueClass) {
    let key = InversePoleFigureKey(InversePoleFigureSector(laueClass))
    #expect(Self.isNear(key.rgb(key.sector.center), [1, 1, 1]))
    #expect(Self.isNear(key.rgb(key.sector.firstAxis), [1, 0, 0]))
    if key.sector.corners.count == 3 {
      #expect(Self.isNear(key.rgb(key.sector.corners[1]), [0, 1, 0]))
      #expect(Self.isNear(key.rgb(key.sector.corners[2]), [0, 0, 1]))
    }
  }

  @Test(arguments: LaueClass.allCases) func nearDirectionsHaveNearColours(_ laueClass: LaueClass) {
    let key = InversePoleFigureKey(InversePoleFigureSector(laueClass))
    for number in 0..<50 {
      var generator = KeyedGenerator(9, number)
      let inside = key.sector([Double(generator.normal()), Double(generator.normal()), Double(generator.normal())])
      let near = (inside + 0.001 * (key.sector.center - inside)).normalized
      let (first, second) = (key.rgb(inside), key.rgb(near))
      #expect(Self.isNear(first, second, within: 0.02), "\(inside): \(first) and \(second)")
      #expect(first.min() >= -1e-9 && first.max() <= 1 + 1e-9)
    }
  }
}
