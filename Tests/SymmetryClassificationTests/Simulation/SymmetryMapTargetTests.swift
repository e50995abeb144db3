import Crystallography
import Diffraction
import Foundation
import SymmetryClassification
import TestSupport
import Testing

@Suite struct SymmetryMapTargetTests {
  private static func elements(_ path: String) throws -> SymmetryElements {
    let samples = Project.structures
    let specimen = try LabeledStructure(path: samples.appending(path: path + ".cif").path)
    return SymmetryElements(of: specimen.symmetry, in: specimen.crystal.cell)
  }

  private static func settings(width: Int, height: Int, center: Vector3) -> EBSDParameters {
    EBSDParameters(
      orientation: Orientation(w: 1, vector: .zero),
      geometry: DetectorGeometry(
        width: width,
        height: height,
        patternCenter: center,
        detectorTilt: 0,
        sampleTilt: 90
      )
    )
  }

  @Test func theFourfoldAxisShowsAtThePatternCentreOfACubicCrystalThatLooksAlongIt() throws {
    let target = SymmetryMapTarget(size: 8)
    let settings = Self.settings(width: 64, height: 64, center: [0.5, 0.5, 0.6])
    let values = target.values(of: try Self.elements("cF/nickel"), in: settings)
    #expect(values.count == SymmetryMapTarget.channels * 64)
    #expect(values.allSatisfy { (0...1).contains($0) })
    // Channels by kind: 2-, 3-, 4- and 6-fold axes, mirrors.
    let maps = (0..<5).map { Array(values[$0 * 64..<($0 + 1) * 64]) }
    let middle = [27, 28, 35, 36]
    #expect(middle.allSatisfy { maps[2][$0] > 0.5 }, "the axis lies between the four")
    #expect(maps[2].enumerated().allSatisfy { middle.contains($0.offset) || $0.element < 0.5 })
    #expect(maps[3].allSatisfy { $0 == 0 }, "no axis of order 6")
    // Mirrors (100) and (110) cross the middle, along columns, rows and diagonals.
    #expect((0..<8).allSatisfy { maps[4][$0 * 8 + $0] > 0.5 })
  }

  @Test func anImageThatIsNotSquareLiesInTheMiddleOfItsSquare() throws {
    let elements = try Self.elements("tP/rutile")
    // The same screen, seen whole and as the middle half of its rows.
    let whole = Self.settings(width: 64, height: 64, center: [0.4, 0.45, 0.6])
    let part = Self.settings(width: 64, height: 32, center: [0.4, (0.45 * 64 - 16) / 32, 1.2])
    let target = SymmetryMapTarget(size: 8)
    let (a, b) = (target.values(of: elements, in: whole), target.values(of: elements, in: part))
    #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
