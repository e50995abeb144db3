import Testing

@testable import Crystallography

@Suite struct Vector3Tests {
  @Test func productsAreThoseOfGeometry() {
    let (a, b): (Vector3, Vector3) = ([1, 2, 3], [-2, 0.5, 4])
    #expect(a.dot(b) == 11)
    #expect(a.cross(b) == [6.5, -10, 4.5])
    #expect(a.cross(b).dot(a) == 0 && a.cross(b).dot(b) == 0)
    #expect(Vector3(1, 0, 0).cross([0, 1, 0]) == [0, 0, 1])
    #expect(b.cross(a) == -a.cross(b))
  }

  @Test func lengthsAreEuclidean() {
    #expect(Vector3(2, 3, 6).length == 7)
    let unit = Vector3(0, -3, 4).normalized
    #expect(abs(unit.x) < 1e-15 && abs(unit.y + 0.6) < 1e-15 && abs(unit.z - 0.8) < 1e-15)
    #expect(Vector3.zero.normalized.x.isNaN)
  }
}
