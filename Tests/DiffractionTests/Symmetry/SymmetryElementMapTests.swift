import Crystallography
import Diffraction
import Testing

@Suite struct SymmetryElementMapTests {
  private func elements(_ crystal: Crystal) throws -> SymmetryElements {
    SymmetryElements(of: try CrystalSymmetry(of: crystal), in: crystal.cell)
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
