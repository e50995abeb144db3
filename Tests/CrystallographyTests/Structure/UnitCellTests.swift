import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct UnitCellTests {
  private static let triclinic = try? UnitCell(
    a: 4.1,
    b: 5.3,
    c: 6.2,
    alpha: 81,
    beta: 102,
    gamma: 95
  )

  // International Centre for Diffraction Data, the strongest lines of well-known minerals, in Å.
  @Test func spacingsAreThoseOfPowderDiffraction() throws {
    let silicon = try UnitCell(a: 5.4309, b: 5.4309, c: 5.4309)
    #expect(abs(silicon.spacing(of: MillerIndex(1, 1, 1)) - 3.1355) < 1e-4)
    #expect(abs(silicon.spacing(of: MillerIndex(2, 2, 0)) - 1.9201) < 1e-4)
    let quartz = try UnitCell(a: 4.9134, b: 4.9134, c: 5.4052, gamma: 120)
    #expect(abs(quartz.spacing(of: MillerIndex(1, 0, 1)) - 3.3435) < 2e-4)
    #expect(abs(quartz.spacing(of: MillerIndex(1, 1, 0)) - 2.4567) < 2e-4)
    let calcite = try UnitCell(a: 4.9896, b: 4.9896, c: 17.061, gamma: 120)
    #expect(abs(calcite.spacing(of: MillerIndex(1, 0, 4)) - 3.0355) < 2e-4)
    #expect(calcite.spacing(of: MillerIndex(0, 0, 0)) == .infinity)
  }

  // International Tables for Crystallography B (2010), section 1.1.2.
  @Test func spacingsAreThoseOfTheMetricFormulas() throws {
    let monoclinic = try UnitCell(a: 5, b: 6, c: 7, beta: 110)
    // cos 110°, sin² 110°.
    let (cosine, square) = (-0.342_020_143_3, 0.883_022_221_6)
    for (h, k, l) in [(1, 0, 0), (1, 2, 3), (-1, 1, 2), (0, 0, 5)] {
      let (x, y, z) = (Double(h) / 5, Double(k) / 6, Double(l) / 7)
      let expected = (x * x + y * y * square + z * z - 2 * x * z * cosine) / square
      let spacing = monoclinic.spacing(of: MillerIndex(h, k, l))
      #expect(abs(1 / (spacing * spacing) - expected) < 1e-9)
    }
    let cell = try #require(Self.triclinic)
    // V = abc √(1 - Σ cos² + 2 Π cos), with cos 81°, cos 102° and cos 95°.
    let (ca, cb, cg) = (0.156_434_465, -0.207_911_691, -0.087_155_743)
    let root = (1 - ca * ca - cb * cb - cg * cg + 2 * ca * cb * cg).squareRoot()
    #expect(abs(cell.volume - 4.1 * 5.3 * 6.2 * root) < 1e-6)
  }

  @Test func frameHasXAlongAAndZAlongCStar() throws {
    let cell = try #require(Self.triclinic)
    let (a, b, c) = cell.directMatrix.columns
    #expect(a == [4.1, 0, 0])
    #expect(b.z == 0 && b.y > 0 && c.z > 0)
    #expect(abs(b.length - 5.3) < 1e-12 && abs(c.length - 6.2) < 1e-12)
    #expect(abs(a.dot(b) / (4.1 * 5.3) + 0.087_155_743) < 1e-9)
    #expect(abs(a.dot(c) / (4.1 * 6.2) + 0.207_911_691) < 1e-9)
    #expect(abs(b.dot(c) / (5.3 * 6.2) - 0.156_434_465) < 1e-9)
    let star = cell.reciprocalVector(of: MillerIndex(0, 0, 1))
    #expect(abs(star.x) < 1e-15 && abs(star.y) < 1e-15 && star.z > 0)
    #expect(cell.cartesian([1, 2, 3]) == a + 2 * b + 3 * c)
  }

  @Test func reciprocalVectorsAreDual() throws {
    let cell = try #require(Self.triclinic)
    let product = cell.directMatrix.transposed * cell.reciprocalMatrix
    let metrics = cell.metric * cell.reciprocalMetric
    for row in 0..<3 {
      for column in 0..<3 {
        let expected: Double = row == column ? 1 : 0
        #expect(abs(product[row, column] - expected) < 1e-14)
        #expect(abs(metrics[row, column] - expected) < 1e-12)
      }
    }
    // **g** · **r** = hx + ky + lz.
    let scalar = cell.reciprocalVector(of: MillerIndex(2, -1, 3)).dot(
      cell.cartesian([0.1, 0.2, 0.3])
    )
    #expect(abs(scalar - 0.9) < 1e-12)
  }

  @Test func rightAnglesAreExact() throws {
    let cell = try UnitCell(a: 3, b: 4, c: 5)
    #expect(cell.directMatrix == Matrix3(rows: [3, 0, 0], [0, 4, 0], [0, 0, 5]))
    #expect(cell.volume == 60)
  }

  @Test(arguments: [
    ([0.0, 1, 1], [90.0, 90, 90]), ([-1, 1, 1], [90, 90, 90]), ([.nan, 1, 1], [90, 90, 90]),
    ([1, .infinity, 1], [90, 90, 90]), ([1, 1, 1], [0, 90, 90]), ([1, 1, 1], [90, 180, 90]),
    ([1, 1, 1], [90, 90, .nan]), ([1, 1, 1], [120, 120, 120]), ([1, 1, 1], [20, 20, 50]),
    ([1, 1, 1], [150, 150, 90]), ([1, 1, 1], [60, 60, 120]),
  ])
  func impossibleCellsAreRefused(lengths: [Double], angles: [Double]) {
    let error = #expect(throws: CrystalError.self) {
      try UnitCell(
        a: lengths[0],
        b: lengths[1],
        c: lengths[2],
        alpha: angles[0],
        beta: angles[1],
        gamma: angles[2]
      )
    }
    guard case .impossibleCell(let found, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.y == lengths[1])
  }

  @Test func cellFollowsFromVectorsInAnyFrame() throws {
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

  @Test func coplanarVectorsAreRefused() {
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
