import Crystallography
import Diffraction
import Imaging
import Testing

@testable import SymmetryClassification

@Suite struct SymmetryElementDetectionTests {
  /// The maps that training asks for, of a cubic crystal on a screen of 16 pixels.
  private static func maps(
    _ geometry: DetectorGeometry,
    _ rotation: Matrix3
  ) throws -> [SymmetryElementMap.Kind: GrayImage] {
    let cell = try UnitCell(a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90)
    let site = AtomSite(label: "Po", element: try #require(Element(symbol: "Po")), position: .zero)
    let symmetry = try CrystalSymmetry(of: Crystal(name: "Po", cell: cell, atoms: [site]))
    var map = SymmetryElementMap(SymmetryElements(of: symmetry, in: cell))
    (map.axisWidth, map.mirrorWidth) = (4, 2.5)
    return Dictionary(
      uniqueKeysWithValues: SymmetryElementMap.Kind.allCases.map { kind in
        var image = map.image(of: kind, crystalToLaboratory: rotation, on: geometry)
        image.pixels = image.pixels.map { $0 / 255 }
        return (kind, image)
      }
    )
  }

  @Test func axesAndMirrorsOfACubicCrystalAreFound() throws {
    // The fourfold axis z is perpendicular to the screen, at the pattern centre.
    let geometry = DetectorGeometry(width: 16, height: 16, patternCenter: [0.5, 0.45, 0.7])
    let found = SymmetryElementDetection(try Self.maps(geometry, .identity))
    let first = try #require(found.axes.first { $0.order == 4 })
    #expect(abs(first.position.x - 0.5) < 0.03 && abs(first.position.y - 0.45) < 0.03)
    // The four threefold axes lie at (±1 ±1 1): 0.7 screens from the centre in x and y, outside of the screen.
    #expect(!found.axes.contains { $0.order == 3 })
    // Mirror planes through the centre: two parallel to the edges, two diagonals.
    let through = found.mirrors.filter { mirror in
      let direction = mirror.end - mirror.start
      let offset = SIMD2(0.5, 0.45) - mirror.start
      let cross = direction.x * offset.y - direction.y * offset.x
      return abs(cross) / (direction * direction).sum().squareRoot() < 0.06
    }
    #expect(through.count == 4)
  }

  @Test func elementsOfOneAxisAreNotFoundTwice() {
    var fourfold = GrayImage(width: 16, height: 16)
    var twofold = fourfold
    (fourfold[5, 5], twofold[5, 6], twofold[12, 3]) = (0.9, 0.6, 0.7)
    let found = SymmetryElementDetection([.fourfold: fourfold, .twofold: twofold])
    #expect(found.axes.map(\.order) == [4, 2])
    #expect(found.mirrors.isEmpty)
  }

  @Test func weakMapsShowNothing() {
    let faint = GrayImage(width: 16, height: 16, filledWith: 0.4)
    let found = SymmetryElementDetection([.fourfold: faint, .mirror: faint])
    #expect(found.axes.isEmpty && found.mirrors.isEmpty)
  }
}
