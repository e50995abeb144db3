import Foundation
import RandomNumbers
import Testing

@testable import Crystallography

@Suite struct OrientationTests {
  private static func rotation(by angle: Double, about axis: Vector3) -> Orientation {
    Orientation(w: cos(angle / 2), vector: sin(angle / 2) * axis.normalized)
  }

  private static func difference(_ a: Matrix3, _ b: Matrix3) -> Double {
    (0..<9).map { abs(a[$0 / 3, $0 % 3] - b[$0 / 3, $0 % 3]) }.max() ?? 0
  }

  @Test func quarterTurnMapsXToY() {
    let turn = Self.rotation(by: .pi / 2, about: [0, 0, 1]).matrix
    #expect((turn * [1, 0, 0] - [0, 1, 0]).length < 1e-15)
    #expect((turn * [0, 1, 0] - [-1, 0, 0]).length < 1e-15)
    #expect(Orientation.identity.matrix == .identity)
    let cycle = Orientation(w: 1, vector: [1, 1, 1]).matrix
    #expect(Self.difference(cycle, Matrix3(rows: [0, 0, 1], [1, 0, 0], [0, 1, 0])) < 1e-15)
  }

  // The formula of Rodrigues: R v = v cos ω + (n × v) sin ω + n (n · v) (1 - cos ω).
  @Test func matrixIsTheRotationAboutTheAxis() {
    var generator = KeyedGenerator(5)
    for step in 0..<20 {
      let axis = (Orientation(uniformlyUsing: &generator).matrix * [0, 0, 1]).normalized
      let angle = 0.37 * Double(step)
      let turn = Self.rotation(by: angle, about: axis).matrix
      let vector: Vector3 = [0.3, -1.2, 2.5]
      let along = axis.dot(vector) * (1 - cos(angle)) * axis
      let expected = cos(angle) * vector + sin(angle) * axis.cross(vector) + along
      #expect((turn * vector - expected).length < 1e-12)
    }
  }

  @Test func quaternionProductIsTheCompositionOfRotations() {
    var generator = KeyedGenerator(6)
    for _ in 0..<10 {
      let (p, q) = (
        Orientation(uniformlyUsing: &generator), Orientation(uniformlyUsing: &generator)
      )
      // Hamilton's product: first q, then p.
      let product = Orientation(
        w: p.w * q.w - p.vector.dot(q.vector),
        vector: p.w * q.vector + q.w * p.vector + p.vector.cross(q.vector)
      )
      #expect(Self.difference(product.matrix, p.matrix * q.matrix) < 1e-12)
      let inverse = Orientation(w: p.w, vector: -p.vector)
      #expect(Self.difference(inverse.matrix, p.matrix.transposed) < 1e-15)
    }
  }

  @Test func matricesAreRotations() {
    var generator = KeyedGenerator(7)
    for _ in 0..<50 {
      let matrix = Orientation(uniformlyUsing: &generator).matrix
      #expect(Self.difference(matrix * matrix.transposed, .identity) < 1e-14)
      #expect(abs(matrix.determinant - 1) < 1e-14)
    }
  }

  @Test func quaternionsAreNormalized() {
    let orientation = Orientation(w: 3, vector: [0, -4, 0])
    #expect(orientation.w == 0.6 && orientation.vector == [0, -0.8, 0])
    // Opposite quaternions are the same rotation.
    #expect(Orientation(w: -3, vector: [0, 4, 0]).matrix == orientation.matrix)
  }

  @Test func drawsAreUniform() {
    let count = 4000
    var generator = KeyedGenerator(8)
    var (sum, squares) = ([Double](repeating: 0, count: 9), [Double](repeating: 0, count: 9))
    var angles = 0.0
    for _ in 0..<count {
      let orientation = Orientation(uniformlyUsing: &generator)
      let matrix = orientation.matrix
      for index in 0..<9 {
        let element = matrix[index / 3, index % 3]
        sum[index] += element / Double(count)
        squares[index] += element * element / Double(count)
      }
      angles += 2 * acos(min(1, abs(orientation.w))) / Double(count)
    }
    // Each element is uniform in -1 ... 1: mean 0 ± 0.0091, mean square ⅓ ± 0.0047; five deviations.
    for index in 0..<9 {
      #expect(abs(sum[index]) < 0.046)
      #expect(abs(squares[index] - 1.0 / 3) < 0.024)
    }
    // The density of the angle is (1 - cos ω)/π (R. E. Miles, Biometrika 52, 636, 1965): mean π/2 + 2/π, 126.5°.
    #expect(abs(angles - (.pi / 2 + 2 / .pi)) < 0.052)
  }

  @Test func drawsFollowTheSeed() {
    var (first, second, third) = (KeyedGenerator(1), KeyedGenerator(1), KeyedGenerator(2))
    let orientation = Orientation(uniformlyUsing: &first)
    #expect(Orientation(uniformlyUsing: &second) == orientation)
    #expect(Orientation(uniformlyUsing: &third) != orientation)
  }
}
