import Crystallography
import Foundation
import RandomNumbers
import Testing

@testable import Diffraction

@Suite struct KikuchiBandsTests {
  private static let beam = ElectronBeam(acceleratingVoltage: 20)

  private static func bands(
    _ crystal: Crystal,
    spacing: Double = 0.8,
    count: Int = 1000,
    exponent: Float = 2
  ) -> KikuchiBands {
    KikuchiBands(
      of: crystal,
      beam: beam,
      minimumSpacing: spacing,
      count: count,
      exponent: exponent
    )
  }

  @Test func braggAngleOfSilicon220IsCorrect() throws {
    let bands = Self.bands(try CrystalExamples.silicon()).bands
    let found = bands.filter { $0.index.h * $0.index.h + $0.index.k * $0.index.k == 8 }
      .filter { $0.index.l == 0 }
    // (220) and (2-20).
    #expect(found.count == 2)
    for band in found {
      // 0.085885 Å = 2 · 1.92015 Å · sin 1.2814°.
      let angle = asin(Double(band.sinTheta)) * 180 / .pi
      #expect(abs(angle - 1.2814) < 2e-4, "\(angle)°")
      #expect(abs(band.normal.z) < 1e-6 && abs(abs(band.normal.x) - 0.70711) < 1e-5)
    }
  }

  @Test func bandEdgesLieAtTheBraggAngle() throws {
    for crystal in [try CrystalExamples.triclinic(), try CrystalExamples.magnesium()] {
      for band in Self.bands(crystal).bands.prefix(40) {
        let spacing = crystal.cell.spacing(of: band.index)
        #expect(abs(Double(band.sinTheta) * 2 * spacing / Self.beam.wavelength - 1) < 1e-5)
        let normal = crystal.cell.reciprocalVector(of: band.index).normalized
        #expect((Vector3(band.normal) - normal).length < 1e-6)
        // Only lattice directions within the planes, hu + kv + lw = 0, lie in the middle of the band.
        let inPlane = crystal.cell.cartesian(
          [Double(band.index.k), -Double(band.index.h), 0]
        )
        #expect(abs(inPlane.dot(Vector3(band.normal))) < 1e-5 * (inPlane.length + 1))
      }
    }
  }

  @Test func extinctPlanesHaveNoBandAndOppositePlanesShareOne() throws {
    for (crystal, isPresent) in [
      (
        try CrystalExamples.silicon(),
        { (index: MillerIndex) in
          let isUnmixed = [index.k, index.l].allSatisfy { ($0 - index.h) % 2 == 0 }
          return isUnmixed && (index.h % 2 != 0 || (index.h + index.k + index.l) % 4 == 0)
        }
      ),
      (
        try CrystalExamples.magnesium(),
        { (index: MillerIndex) in !(index.l % 2 != 0 && (index.h - index.k) % 3 == 0) }
      ),
    ] {
      let indices = Self.bands(crystal).bands.map(\.index)
      #expect(indices.count > 40)
      #expect(indices.allSatisfy(isPresent), "\(crystal.name)")
      #expect(Set(indices).isDisjoint(with: Set(indices.map { -$0 })))
    }
  }

  @Test func strengthsDecreaseFromOne() throws {
    let bands = Self.bands(try CrystalExamples.nickel()).bands
    #expect(bands[0].strength == 1)
    #expect(
      Set(bands.prefix(4).map { Set([abs($0.index.h), abs($0.index.k), abs($0.index.l)]) })
        == [[1]]
    )
    let strengths = bands.map(\.strength)
    #expect(strengths == strengths.sorted(by: >) && (strengths.last ?? 0) > 0)
    let amplitudes = Self.bands(try CrystalExamples.nickel(), exponent: 1).bands
    for (band, amplitude) in zip(bands, amplitudes) {
      #expect(band.index == amplitude.index)
      #expect(abs(amplitude.strength * amplitude.strength - band.strength) < 1e-6)
    }
  }

  @Test func familiesOfEquivalentPlanesStayComplete() throws {
    let crystal = try CrystalExamples.nickel()
    let all = Self.bands(crystal).bands
    // Half of {111}, {200}, {220} and {311}: 4, 3, 6 and 12 planes.
    for (count, whole) in [(1, 4), (4, 4), (5, 7), (8, 13), (13, 13), (14, 25), (25, 25)] {
      let bands = Self.bands(crystal, count: count).bands
      #expect(bands.count == whole)
      #expect(bands == Array(all.prefix(whole)))
    }
    #expect(Self.bands(crystal, count: 0).bands.isEmpty)
    #expect(Self.bands(crystal, count: .max).bands == all)
  }

  @Test(arguments: [10, 17, 1000]
  )
  func intensityHasExactlyTheLaueSymmetry(count: Int) throws {
    var generator = KeyedGenerator(count)
    let directions = (0..<8).map { _ in
      Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1]
    }
    let quarterTurn = Matrix3(rows: [0, -1, 0], [1, 0, 0], [0, 0, 1])
    for (crystal, order) in [
      (try CrystalExamples.galliumArsenide(), 48), (try CrystalExamples.magnesium(), 24),
      (try CrystalExamples.pyrite(), 24), (try CrystalExamples.triclinic(), 2),
    ] {
      let operations = try CrystalSymmetry(of: crystal).laueOperations
      #expect(operations.count == order)
      let bands = Self.bands(crystal, count: count)
      let values = directions.map { bands.intensity(in: $0, profile: BandProfile()) }
      for operation in operations {
        let rotation = operation.cartesianRotation(in: crystal.cell)
        for (direction, value) in zip(directions, values) {
          let image = bands.intensity(in: rotation * direction, profile: BandProfile())
          #expect(abs(image - value) < 2e-3, "\(crystal.name) \(operation)")
        }
      }
      guard order != 48 && count == 1000 else { continue }
      let turned = directions.map { bands.intensity(in: quarterTurn * $0, profile: BandProfile()) }
      #expect(zip(values, turned).contains { abs($0 - $1) > 0.05 }, "\(crystal.name)")
    }
  }

  @Test func masterPatternIsTheSumOfTheBands() throws {
    let bands = Self.bands(try CrystalExamples.triclinic(), count: 30)
    let profile = BandProfile(edgeWidth: 0.3, ridge: 0.2)
    let pattern = bands.masterPattern(size: 9, profile: profile)
    for row in 0..<9 {
      for column in 0..<9 {
        let direction = SquareLambert.direction(
          x: Double(column) / 4 - 1,
          y: Double(row) / 4 - 1
        )
        let north = pattern.northern[row * 9 + column]
        #expect(abs(north - bands.intensity(in: direction, profile: profile)) < 1e-5)
        let below = bands.intensity(in: direction * [1, 1, -1], profile: profile)
        #expect(abs(pattern.southern[row * 9 + column] - below) < 1e-3)
      }
    }
    #expect((pattern.northern.max() ?? 0) > (pattern.northern.min() ?? 0) + 0.5)
  }

  @Test func bandWidthsScaleWithTheWavelength() throws {
    let crystal = try CrystalExamples.nickel()
    let fast = KikuchiBands(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 30),
      minimumSpacing: 1,
      count: 20
    )
    let slow = Self.bands(crystal, spacing: 1, count: 20)
    for (narrow, wide) in zip(fast.bands, slow.bands) {
      #expect(narrow.index == wide.index && narrow.strength == wide.strength)
      // 0.06979 Å / 0.08588 Å.
      #expect(abs(narrow.sinTheta / wide.sinTheta - 0.8126) < 2e-4)
    }
  }

  @Test func crystalsWithoutCoarseEnoughPlanesHaveNoBands() throws {
    let bands = Self.bands(try CrystalExamples.nickel(), spacing: 4)
    #expect(bands.bands.isEmpty)
    #expect(bands.intensity(in: [0, 0, 1], profile: BandProfile()) == 0)
  }
}
