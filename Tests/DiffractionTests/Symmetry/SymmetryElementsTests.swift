import Crystallography
import Diffraction
import Foundation
import RandomNumbers
import Testing

@Suite struct SymmetryElementsTests {
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

  @Test func axesHaveTheirHighestOrderFirst() throws {
    let elements = try elements(CrystalExamples.pyrite())
    // Laue class m-3: threefold axes along ⟨111⟩, twofold ones along the edges, mirrors perpendicular to these.
    #expect(elements.axes.map(\.order) == [3, 3, 3, 3, 2, 2, 2])
    for axis in elements.axes.prefix(4) {
      #expect(abs(abs(axis.direction.x * axis.direction.y * axis.direction.z) - 1 / 27.0.squareRoot()) < 1e-9)
    }
    for normal in elements.mirrors + elements.axes.suffix(3).map(\.direction) {
      #expect(abs(max(abs(normal.x), abs(normal.y), abs(normal.z)) - 1) < 1e-9)
    }
  }

  @Test func triclinicCrystalsHaveNone() throws {
    let elements = try elements(CrystalExamples.triclinic())
    #expect(elements.axes.isEmpty && elements.mirrors.isEmpty)
  }
}
