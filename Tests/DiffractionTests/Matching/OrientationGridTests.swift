import Crystallography
import Diffraction
import RandomNumbers
import Testing

@Suite struct OrientationGridTests {
  private static func rotations() throws -> [Orientation] {
    let crystal = try CrystalExamples.nickel()
    return try CrystalSymmetry(of: crystal).rotations(in: crystal.cell)
  }

  @Test func theNumberIsTheVolumeOverTheSpacing() throws {
    // The volume of SO(3) is 8π² in units in which small cubes of side δ have the volume δ³.
    let spacing = 10.0 * .pi / 180
    let expected = 8 * Double.pi * Double.pi / (spacing * spacing * spacing)
    let all = try OrientationGrid(spacing: 10).orientations.count
    #expect(abs(Double(all) / expected - 1) < 0.15)
    let cubic = try OrientationGrid(spacing: 10, symmetry: Self.rotations()).orientations.count
    #expect(abs(Double(cubic) * 24 / expected - 1) < 0.25)
  }

  @Test func noOrientationIsFarFromTheGrid() throws {
    let rotations = try Self.rotations()
    let grid = try OrientationGrid(spacing: 8, symmetry: rotations)
    var generator = KeyedGenerator(3, 9)
    for _ in 0..<20 {
      let orientation = Orientation(uniformlyUsing: &generator)
      let nearest = grid.orientations.map { $0.misorientation(from: orientation, symmetry: rotations) }.min() ?? 180
      // Half the diagonal of a cube, and some distortion of the square grid.
      #expect(nearest < 8 * 0.95)
    }
  }

  @Test(arguments: [0.5, 31, .nan]) func spacingsOutsideOfTheRangeAreErrors(spacing: Double) {
    #expect(throws: DiffractionError.self) { try OrientationGrid(spacing: spacing) }
  }
}
