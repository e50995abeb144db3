import Crystallography
import Foundation
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct ReflectionTableTests {
  private static let screen = SpotScreen(width: 64, height: 64, scale: 0.04)

  /// All reflections above the negligible intensity, directly from the formulas.
  private static func slowSpots(
    _ crystal: Crystal,
    _ settings: SpotParameters,
    reach: Double
  ) -> [MillerIndex: Double] {
    let beam = settings.beam
    let factors = StructureFactors(of: crystal, beam: beam, reach: 2, absorption: .none)
    let sphere = EwaldSphere(beam, precessionAngle: settings.precessionAngle)
    let shape = ShapeFactor(
      thickness: settings.thickness * 10,
      spread: settings.thicknessSpread,
      isTwoBeam: settings.isTwoBeam
    )
    let indices = factors.reflections(within: 2).dropFirst()
    let strongest =
      indices.map { .pi * settings.thickness * 10 / factors.extinctionDistance(of: $0) }
      .max() ?? 0
    var greatest = strongest * strongest
    if settings.isTwoBeam { greatest = min(1, greatest) }
    var spots: [MillerIndex: Double] = [:]
    for index in indices {
      let g = settings.orientation.matrix * crystal.cell.reciprocalVector(of: index)
      let error = sphere.excitationError(of: g)
      let intensity = shape.meanIntensity(
        middle: error.middle,
        amplitude: error.amplitude,
        inverseExtinction: 1 / factors.extinctionDistance(of: index)
      )
      let inPlane = (g.x * g.x + g.y * g.y).squareRoot()
      if inPlane <= reach, intensity > 1e-5 * greatest { spots[index] = intensity }
    }
    return spots
  }

  @Test func findsAllSpotsWithTheirIntensities() throws {
    for (number, crystal) in [
      try CrystalExamples.nickel(), try CrystalExamples.galliumArsenide(),
      try CrystalExamples.magnesium(),
    ].enumerated() {
      let table = ReflectionTable(of: crystal, minimumSpacing: 0.5)
      for trial in 0..<6 {
        var generator = KeyedGenerator(number, trial)
        let settings = SpotParameters(
          orientation: Orientation(uniformlyUsing: &generator),
          acceleratingVoltage: [80, 200, 300][trial % 3],
          thickness: [4, 30, 120][trial % 3],
          thicknessSpread: trial % 2 == 0 ? 0 : 0.2,
          precessionAngle: trial < 3 ? 0 : 0.9,
          isTwoBeam: trial % 2 == 1,
          screen: Self.screen
        )
        let reach = 1.2
        let expected = Self.slowSpots(crystal, settings, reach: reach)
        var found: [MillerIndex: Double] = [:]
        for spot in table.spots(settings, within: reach) { found[spot.index] = spot.intensity }
        #expect(expected.count > 1)
        for (index, intensity) in expected {
          let own = found[index] ?? 0
          // Single precision shifts the rocking curve slightly, with a larger relative effect near its zeros.
          let scale = max(intensity, 1e-3 * (expected.values.max() ?? 0))
          #expect(abs(own - intensity) < 2e-3 * scale, "\(index): \(own), \(intensity)")
        }
      }
    }
  }

  @Test func omitsExtinctReflections() throws {
    let nickel = ReflectionTable(of: try CrystalExamples.nickel(), minimumSpacing: 0.5)
    #expect(nickel.indices.count > 100)
    #expect(nickel.indices.allSatisfy { ($0.h + $0.k) % 2 == 0 && ($0.k + $0.l) % 2 == 0 })
    let silicon = ReflectionTable(of: try CrystalExamples.silicon(), minimumSpacing: 0.5)
    #expect(!silicon.indices.contains(MillerIndex(2, 0, 0)))
    #expect(silicon.indices.contains(MillerIndex(2, 2, 0)))
  }

  @Test func hasNoSpotsBelowTheSmallestSpacing() throws {
    let table = ReflectionTable(of: try CrystalExamples.nickel(), minimumSpacing: 5)
    let settings = SpotParameters(orientation: .identity, screen: Self.screen)
    #expect(table.indices.isEmpty && table.spots(settings, within: 1).isEmpty)
    #expect(table.greatestIntensity(settings) == 0)
  }
}
