import Crystallography
import Diffraction
import Foundation
import Imaging
import RandomNumbers
import Testing

@Suite struct SpotSimulatorTests {
  private static let scale = 0.02

  private static func nickel() throws -> SpotSimulator {
    try SpotSimulator(try CrystalExamples.nickel(), minimumSpacing: 0.6)
  }

  /// A noise-free pattern of nickel, with the full scale far above the strongest spot.
  private static func settings(
    zoneAxis axis: ZoneAxis = ZoneAxis(0, 0, 1),
    rotation: Double = 0,
    tilt: Double = 0,
    size: Int = 128
  ) throws -> SpotParameters {
    let cell = try CrystalExamples.nickel().cell
    return SpotParameters(
      orientation: Orientation(zoneAxis: axis, of: cell, rotation: rotation, tilt: tilt),
      thickness: 10,
      screen: SpotScreen(width: size, height: size, scale: scale),
      profile: .gaussian(radius: 1.2),
      directBeam: 10,
      background: DiffuseBackground(strength: 0),
      camera: SpotCamera(blur: 0, dose: 1e6, readNoise: 0, exposure: 0.1)
    )
  }

  /// The spots of the zero-order Laue zone, the only ones whose positions are exact.
  private static func zeroLayer(_ spots: [DiffractionSpot], _ axis: ZoneAxis) -> [DiffractionSpot] {
    spots.filter { $0.index.h * axis.u + $0.index.k * axis.v + $0.index.l * axis.w == 0 }
  }

  @Test func nickel001ShowsAllowedSpotsAtTheirPositions() throws {
    let image = try Self.nickel().pattern(try Self.settings(rotation: 25))
    let white: Float = 255
    let edge = 3.524
    let angle = 25 * Double.pi / 180
    // [001] is antiparallel to the beam, so y is reversed.
    func brightest(h: Double, k: Double) -> Float {
      let (x, y) = (h / edge / Self.scale, -k / edge / Self.scale)
      let column = 64 + x * cos(angle) - y * sin(angle)
      let row = 64 + x * sin(angle) + y * cos(angle)
      // Within one pixel of the position.
      return (-1...1).flatMap { down in (-1...1).map { (down, $0) } }
        .map { image[Int(row) + $0.0, Int(column) + $0.1] }.max() ?? 0
    }
    for (h, k) in [(2.0, 0.0), (0.0, 2.0), (-2.0, 0.0), (0.0, -2.0)] {
      // {200} are the strongest: a tenth of the full scale.
      #expect(abs(brightest(h: h, k: k) / white - 0.1) < 0.02)
    }
    for (h, k) in [(2.0, 2.0), (-2.0, 2.0), (2.0, -2.0)] {
      #expect(brightest(h: h, k: k) / white > 0.003)
    }
    for (h, k) in [(1.0, 0.0), (1.0, 1.0), (0.0, -1.0), (2.0, 1.0), (3.0, 0.0), (3.0, 3.0)] {
      #expect(brightest(h: h, k: k) / white < 0.001, "\(h) \(k)")
    }
    #expect(abs(image[64, 64] / white - 0.9) < 0.15)
  }

  @Test func spotsLieAtTheirPlaneSpacings() throws {
    let axis = ZoneAxis(1, 1, 0)
    let settings = try Self.settings(zoneAxis: axis, rotation: 11)
    let cell = try CrystalExamples.nickel().cell
    let spots = Self.zeroLayer(try Self.nickel().spots(settings), axis)
    #expect(spots.count > 10)
    for spot in spots {
      let distance = hypot(spot.row - 64, spot.column - 64) * Self.scale
      #expect(abs(distance * cell.spacing(of: spot.index) - 1) < 1e-3, "\(spot.index)")
    }
  }

  @Test func anglesBetweenSpotsAreThoseBetweenPlanes() throws {
    let axis = ZoneAxis(1, 1, 0)
    let settings = try Self.settings(zoneAxis: axis, rotation: 71)
    let spots = try Self.nickel().spots(settings)
    func angle(_ first: MillerIndex, _ second: MillerIndex) throws -> Double {
      let directions = try [first, second].map { index in
        let spot = try #require(spots.first { $0.index == index })
        return atan2(spot.row - 64, spot.column - 64)
      }
      let difference = abs(directions[0] - directions[1]) * 180 / .pi
      return min(difference, 360 - difference)
    }
    #expect(abs(try angle(MillerIndex(1, -1, 1), MillerIndex(1, -1, -1)) - 70.5288) < 0.001)
    #expect(abs(try angle(MillerIndex(1, -1, 1), MillerIndex(0, 0, 2)) - 54.7356) < 0.001)
    #expect(abs(try angle(MillerIndex(2, -2, 0), MillerIndex(0, 0, 2)) - 90) < 0.001)
  }

  @Test func friedelPairsAreEqualOnlyAtTheZoneAxis() throws {
    let axis = ZoneAxis(1, 1, 1)
    let simulator = try SpotSimulator(
      try CrystalExamples.galliumArsenide(),
      minimumSpacing: 0.6
    )
    func ratios(tilt: Double) throws -> [Double] {
      let settings = try Self.settings(zoneAxis: axis, tilt: tilt)
      let spots = Self.zeroLayer(simulator.spots(settings), axis)
      let intensities = Dictionary(uniqueKeysWithValues: spots.map { ($0.index, $0.intensity) })
      return spots.compactMap { spot in intensities[-spot.index].map { spot.intensity / $0 } }
    }
    let exact = try ratios(tilt: 0)
    #expect(exact.count >= 12 && exact.allSatisfy { abs($0 - 1) < 1e-3 })
    #expect(try ratios(tilt: 0.3).contains { $0 > 1.5 })
  }

  @Test func thickerCrystalsDiffractInANarrowerRange() throws {
    let simulator = try Self.nickel()
    let index = MillerIndex(2, 0, 0)
    // At these tilts from the Bragg angle, about an axis perpendicular to (200), s = ∓1/t.
    let beam = ElectronBeam(acceleratingVoltage: 200)
    let g = 2 / 3.524
    func intensity(thickness: Double, excitationError s: Double) throws -> Double {
      let bragg = asin(beam.wavelength * g / 2)
      let tilt = (bragg + s / g) * 180 / .pi
      let cell = try CrystalExamples.nickel().cell
      var settings = try Self.settings()
      // Along (200), parallel to x in this orientation.
      settings.quaternion =
        SpotParameters(
          orientation: Orientation(zoneAxis: ZoneAxis(0, 0, 1), of: cell, tilt: tilt, azimuth: 180),
          screen: settings.screen
        ).quaternion
      settings.thickness = thickness
      let spot = simulator.spots(settings).first { $0.index == index }
      if let spot { #expect(abs(spot.excitationError - s) < 0.02 * abs(s) + 1e-6) }
      return spot?.intensity ?? 0
    }
    for thickness in [20.0, 60] {
      let zero = 1 / (thickness * 10)
      let peak = try intensity(thickness: thickness, excitationError: 0)
      #expect(peak > 0)
      #expect(try intensity(thickness: thickness, excitationError: zero) < 1e-3 * peak)
      #expect(try intensity(thickness: thickness, excitationError: 1.5 * zero) > 0.03 * peak)
      let half = try intensity(thickness: thickness, excitationError: zero / 2) / peak
      #expect(abs(half - 4 / (.pi * .pi)) < 0.02)
    }
  }

  @Test func precessionExcitesMoreReflectionsMoreEvenly() throws {
    let simulator = try Self.nickel()
    let axis = ZoneAxis(0, 0, 1)
    func pattern(_ angle: Double, tilt: Double) throws -> [DiffractionSpot] {
      var settings = try Self.settings(zoneAxis: axis, tilt: tilt, size: 256)
      settings.thickness = 50
      settings.precessionAngle = angle
      return simulator.spots(settings)
    }
    func strong(_ spots: [DiffractionSpot]) -> Int {
      let strongest = spots.map(\.intensity).max() ?? 0
      return spots.filter { $0.intensity > 0.01 * strongest }.count
    }
    #expect(strong(try pattern(1, tilt: 0)) > strong(try pattern(0, tilt: 0)) + 6)
    func spread(_ spots: [DiffractionSpot]) -> Double {
      let form = spots.filter {
        [abs($0.index.h), abs($0.index.k), abs($0.index.l)].sorted() == [0, 0, 2]
          && $0.index.l == 0
      }.map(\.intensity)
      return (form.max() ?? 0) / (form.min() ?? 0)
    }
    let (still, moving) = (try pattern(0, tilt: 0.2), try pattern(1, tilt: 0.2))
    #expect(spread(still) > 3 && spread(moving) < 1.5)
    // With descan the spots do not move.
    let positions = Dictionary(uniqueKeysWithValues: still.map { ($0.index, [$0.row, $0.column]) })
    let common = moving.filter { positions[$0.index] != nil }
    #expect(common.count >= 4)
    #expect(common.allSatisfy { positions[$0.index] == [$0.row, $0.column] })
  }

  @Test func cameraLengthScalesAndOffsetShiftsThePattern() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings(rotation: 13)
    let first = simulator.spots(settings)
    settings.screen.scale /= 2
    settings.screen.offsetX = 5.5
    settings.screen.offsetY = -3
    let second = simulator.spots(settings)
    var compared = 0
    for spot in first {
      guard let other = second.first(where: { $0.index == spot.index }) else { continue }
      #expect(abs(other.column - 69.5 - 2 * (spot.column - 64)) < 1e-9)
      #expect(abs(other.row - 61 - 2 * (spot.row - 64)) < 1e-9)
      #expect(other.intensity == spot.intensity)
      compared += 1
    }
    #expect(compared >= 8)
  }

  @Test func higherVoltageExcitesMoreReflections() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings()
    settings.thickness = 5
    func relative(_ voltage: Double) throws -> Double {
      settings.acceleratingVoltage = voltage
      let spots = simulator.spots(settings)
      let inner = try #require(spots.first { $0.index == MillerIndex(2, 0, 0) }).intensity
      return try #require(spots.first { $0.index == MillerIndex(4, 0, 0) }).intensity / inner
    }
    #expect(try relative(300) > 1.2 * relative(80))
  }

  @Test func twoBeamIntensityNeverExceedsOne() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings(zoneAxis: ZoneAxis(1, 1, 0))
    settings.thickness = 100
    settings.precessionAngle = 0.5
    #expect(simulator.spots(settings).contains { $0.intensity > 1 })
    settings.isTwoBeam = true
    let spots = simulator.spots(settings)
    #expect(spots.count > 10 && spots.allSatisfy { $0.intensity <= 1 })
  }

  @Test func beamStopBlackensOnlyItsArea() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings()
    settings.background = DiffuseBackground(strength: 0.5, width: 1)
    let open = simulator.pattern(settings)
    settings.beamStop = BeamStop(radius: 6, armWidth: 4, armDirection: 45)
    let stopped = simulator.pattern(settings)
    #expect(open[64, 64] > 100 && stopped[64, 64] == 0 && stopped[100, 100] == 0)
    #expect(stopped[64, 68] == 0 && open[64, 68] > 1)
    #expect(stopped[30, 30] == open[30, 30] && stopped[64, 92] == open[64, 92])
  }

  @Test func backgroundHalvesAtItsWidth() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings(rotation: 45)
    settings.directBeam = 0
    settings.background = DiffuseBackground(strength: 1, width: 0.4)
    // 20 pixels are 0.4 Å⁻¹; {220} along the rows lie at 40.
    let image = simulator.pattern(settings)
    #expect(abs(image[64, 84] / image[64, 64] - 0.5) < 0.02)
    #expect(image[64, 64] > image[64, 70] && image[64, 70] > image[64, 84])
  }

  @Test func weaklyDiffractingCrystalsLookFaint() throws {
    let crystal = try CrystalExamples.nickel()
    let simulator = try Self.nickel()
    var settings = try Self.settings(tilt: 10)
    settings.thickness = 400
    settings.directBeam = 0
    settings.precessionAngle = 0
    let strongest = StructureFactors(of: crystal, beam: settings.beam, reach: 1, absorption: .none)
      .extinctionDistance(of: MillerIndex(1, 1, 1))
    let most = pow(.pi * 4000 / strongest, 2)
    let spots = simulator.spots(settings)
    let brightest = try #require(spots.map(\.intensity).max())
    #expect(brightest < 0.005 * most)
    // A tenth of the full scale is one hundredth of the highest possible intensity.
    let image = simulator.pattern(settings)
    let expected = 25.5 * brightest / (0.01 * most)
    #expect(abs(Double(image.pixels.max() ?? 0) / expected - 1) < 0.2)
  }

  @Test func directBeamSaturatesAtLongExposure() throws {
    var settings = try Self.settings()
    settings.camera.exposure = 1
    let image = try Self.nickel().pattern(settings)
    #expect(image[64, 64] == 255 && image[63, 63] == 255)
  }

  @Test func parametersDetermineThePatternAtBothBitDepths() throws {
    let crystal = try CrystalExamples.magnesium()
    let simulator = try SpotSimulator(crystal, minimumSpacing: 0.6)
    for number in 0..<12 {
      var generator = KeyedGenerator(6, number)
      let settings = SpotParameterRanges().draw(size: 24, cell: crystal.cell, using: &generator)
      let image = simulator.pattern(settings)
      #expect(image == (try SpotSimulator(crystal, minimumSpacing: 0.6)).pattern(settings))
      #expect(image.width == 24 && image.height == 24)
      #expect(image.pixels.allSatisfy { $0 >= 0 && $0 <= 255 })
      #expect(image.statistics.deviation > 1)
      let fine = simulator.pattern(settings, bitDepth: .sixteen)
      for (a, b) in zip(image.pixels, fine.pixels) { #expect(abs(257 * a - b) < 0.1) }
      var other = settings
      other.noiseSeed &+= 1
      #expect(simulator.pattern(other) != image)
    }
  }

  @Test func handlesSmallAndWideScreens() throws {
    let simulator = try Self.nickel()
    var settings = try Self.settings()
    for spot in simulator.spots(settings) {
      #expect((-6.0...134).contains(spot.row) && (-6.0...134).contains(spot.column))
    }
    for (width, height, scale) in [(1, 1, 0.01), (5, 200, 0.02), (64, 64, 10.0), (64, 64, 1e-6)] {
      settings.screen = SpotScreen(width: width, height: height, scale: scale)
      try settings.validate()
      let image = simulator.pattern(settings)
      #expect(image.width == width && image.pixels.allSatisfy { $0.isFinite })
    }
    settings.screen = SpotScreen(width: 64, height: 64, scale: 0.01, offsetX: 1e5)
    #expect(simulator.pattern(settings).pixels.allSatisfy { $0.isFinite })
  }

  @Test func withoutReflectionsOnlyTheDirectBeamRemains() throws {
    let simulator = try SpotSimulator(try CrystalExamples.nickel(), minimumSpacing: 10)
    let settings = try Self.settings()
    #expect(simulator.spots(settings).isEmpty)
    let image = simulator.pattern(settings)
    #expect(image[64, 64] > 200 && image[64, 92] == 0)
  }

  @Test func refusesTooSmallSpacingsAndNamesAUsableOne() throws {
    var great = try CrystalExamples.nickel()
    great.cell = try UnitCell(a: 100, b: 100, c: 100)
    let error = #expect(throws: DiffractionError.self) { try SpotSimulator(great) }
    #expect(
      error?.description
        == "minimumSpacing: 0.4 Å for edges of 100.0, 100.0 and 100.0 Å cannot be used; "
        + "expected at least 1.26 Å"
    )
    #expect(throws: DiffractionError.self) {
      try SpotSimulator(try CrystalExamples.nickel(), minimumSpacing: .nan)
    }
  }
}
