import Testing

@testable import Crystallography

@Suite struct CrystalTests {
  @Test func translationMovesAllAtomsAndKeepsThemInTheCell() throws {
    let crystal = try CIFText.rutile.read().crystal
    let moved = crystal.translated(by: [0.75, -0.6, 3.1])
    #expect(moved.name == crystal.name && moved.cell == crystal.cell)
    #expect(moved.atoms.map(\.element) == crystal.atoms.map(\.element))
    for (before, after) in zip(crystal.atoms, moved.atoms) {
      let shift = after.position - before.position - [0.75, -0.6, 3.1]
      #expect((shift - shift.rounded(.toNearestOrEven)).length < 1e-12)
      for axis in 0..<3 { #expect((0.0..<1).contains(after.position[axis])) }
    }
    // The opposite shift restores the positions within rounding error.
    let back = moved.translated(by: [-0.75, 0.6, -3.1])
    for (before, after) in zip(crystal.atoms, back.atoms) {
      #expect((after.position - before.position).nearestImage.length < 1e-12)
    }
  }

  @Test func tinyNegativeTranslationStaysInTheCell() throws {
    let moved = try CIFText.cubic.read().crystal.translated(by: [-1e-17, 0, 0])
    let x = try #require(moved.atoms.first).position.x
    #expect(x >= 0 && x < 1)
  }
}
