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

  @Test func positionsAreWrappedIntoTheCell() {
    #expect(Vector3(1.25, -0.25, 7).inCell == [0.25, 0.75, 0])
    #expect(Vector3(0.5, 0, 0.999).inCell == [0.5, 0, 0.999])
    for value in [-1e-17, 1 - 1e-12, 5 - 1e-10, -3] {
      #expect(Vector3(value, 0, 0).inCell.x == 0, "\(value)")
    }
    for value in [-1234.5678, -1e-3, 0.3, 99.99] {
      let x = Vector3(value, value, value).inCell.x
      #expect(x >= 0 && x < 1)
      #expect(abs((value - x) - (value - x).rounded()) < 1e-9)
    }
  }

  @Test func nearestImagesAreShort() {
    #expect((Vector3(0.9, -0.9, 0.4).nearestImage - [-0.1, 0.1, 0.4]).length < 1e-12)
    #expect((Vector3(3.2, 0.51, -7).nearestImage - [0.2, -0.49, 0]).length < 1e-12)
    #expect(abs(Vector3(0.5, 1.5, 2.5).nearestImage.x) == 0.5)
  }
}
