import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct UnitCellVectorsTests {
  @Test func vectorsInAnyFrameGiveTheCell() throws {
    let cell = try UnitCell(a: 4.1, b: 5.3, c: 6.2, alpha: 81, beta: 102, gamma: 95)
    var generator = KeyedGenerator(3)
    for _ in 0..<10 {
      let turned = Orientation(uniformlyUsing: &generator).matrix * cell.directMatrix
      let found = try UnitCell(spannedBy: turned)
      #expect((found.lengths - cell.lengths).length < 1e-12)
      #expect((found.angles - cell.angles).length < 1e-8)
    }
    // A left-handed basis has the same edges and angles.
    let mirror = Matrix3(rows: [1, 0, 0], [0, 1, 0], [0, 0, -1])
    #expect(
      (try UnitCell(spannedBy: mirror * cell.directMatrix).angles - cell.angles).length < 1e-8
    )
    #expect((try UnitCell(metric: cell.metric).lengths - cell.lengths).length < 1e-12)
  }

  @Test func specialAnglesAreExact() throws {
    let hexagonal = try UnitCell(a: 3, b: 3, c: 5, gamma: 120)
    #expect(try UnitCell(spannedBy: hexagonal.directMatrix).angles == [90, 90, 120])
    // The primitive cells of the face- and the body-centred cubic lattice.
    let face = try UnitCell(spannedBy: Matrix3(rows: [0, 2, 2], [2, 0, 2], [2, 2, 0]))
    #expect(face.angles == [60, 60, 60] && abs(face.volume - 16) < 1e-12)
    let body = try UnitCell(spannedBy: Matrix3(rows: [-2, 2, 2], [2, -2, 2], [2, 2, -2]))
    #expect((body.angles - [109.471_220_6, 109.471_220_6, 109.471_220_6]).length < 1e-6)
  }

  @Test func vectorsInAPlaneAreRefused() {
    for vectors in [
      Matrix3(columns: [1, 0, 0], [0, 1, 0], [1, 1, 0]),
      Matrix3(columns: [1, 2, 3], [1, 2, 3], [0, 0, 1]),
      Matrix3(columns: .zero, [0, 1, 0], [0, 0, 1]),
      Matrix3(columns: [.nan, 0, 0], [0, 1, 0], [0, 0, 1]),
    ] {
      #expect(throws: CrystalError.self) { try UnitCell(spannedBy: vectors) }
    }
  }
}
