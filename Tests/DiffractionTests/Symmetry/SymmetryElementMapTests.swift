import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct SymmetryElementMapTests {
  private func elements(_ crystal: Crystal) throws -> SymmetryElements {
    SymmetryElements(of: try CrystalSymmetry(of: crystal), in: crystal.cell)
  }

  private func counts(_ elements: SymmetryElements) -> [Int] {
    [2, 3, 4, 6].map { order in elements.axes.filter { $0.order == order }.count }
      + [elements.mirrors.count]
  }

  @Test func elementsAreThoseOfTheLaueClass() throws {
    // International Tables for Crystallography A (2016), table 3.2.1.3: m-3m, 6/mmm; gallium arsenide's -43m has the
    // Laue class m-3m.
    #expect(counts(try elements(CrystalExamples.nickel())) == [6, 4, 3, 0, 9])
    #expect(counts(try elements(CrystalExamples.galliumArsenide())) == [6, 4, 3, 0, 9])
    #expect(counts(try elements(CrystalExamples.magnesium())) == [6, 0, 0, 1, 7])
  }

  @Test func axesAreSymmetriesOfTheBands() throws {
    let crystal = try CrystalExamples.magnesium()
    let bands = KikuchiBands(
      of: crystal,
      beam: ElectronBeam(acceleratingVoltage: 20),
      minimumSpacing: 1,
      count: 40
    )
    let profile = BandProfile()
    var generator = KeyedGenerator(1)
    for axis in try elements(crystal).axes {
      for _ in 0..<20 {
        let direction = (Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1]).normalized
        let half = Double.pi / Double(axis.order)
        let turn = Orientation(w: cos(half), vector: sin(half) * axis.direction)
        let before = bands.intensity(in: direction, profile: profile)
        let after = bands.intensity(in: turn.matrix * direction, profile: profile)
        #expect(abs(before - after) < 1e-3)
      }
    }
  }

  @Test func imagesAndPointsAgree() throws {
    let map = SymmetryElementMap(try elements(CrystalExamples.nickel()))
    let geometry = DetectorGeometry(width: 61, height: 41, patternCenter: [0.5, 0.5, 0.5])
    let points = map.points(crystalToLaboratory: .identity, on: geometry)
    let center = try #require(points.first { $0.order == 4 })
    #expect(abs(center.row - 20.5) < 1e-9 && abs(center.column - 30.5) < 1e-9)
    let fourfold = map.image(of: .fourfold, crystalToLaboratory: .identity, on: geometry)
    #expect(fourfold[20, 30] == 255 && fourfold[0, 0] < 1)
    let mirror = map.image(of: .mirror, crystalToLaboratory: .identity, on: geometry)
    // The planes (100) and (010) meet the screen in its centre lines.
    #expect(mirror[20, 3] > 254 && mirror[3, 30] > 254 && mirror[5, 20] < 128)
    for kind in SymmetryElementMap.Kind.allCases {
      let image = map.image(of: kind, crystalToLaboratory: .identity, on: geometry)
      #expect(image.pixels.allSatisfy { $0 >= 0 && $0 <= 255 })
    }
    let sixfold = map.image(of: .sixfold, crystalToLaboratory: .identity, on: geometry)
    #expect(sixfold.pixels.allSatisfy { $0 == 0 })
    let all = map.image(crystalToLaboratory: .identity, on: geometry)
    #expect(abs(all[20, 30] - 0.8 * 255) < 0.5)
  }
}
