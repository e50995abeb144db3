import Crystallography
import Foundation
import RandomNumbers
import Testing

@Suite struct OrientationRotationsTests {
  private static func difference(_ a: Matrix3, _ b: Matrix3) -> Double {
    (0..<9).map { abs(a[$0 / 3, $0 % 3] - b[$0 / 3, $0 % 3]) }.max() ?? .infinity
  }

  private static func random(_ count: Int) -> [Orientation] {
    var generator = KeyedGenerator(7, 1)
    return (0..<count).map { _ in Orientation(uniformlyUsing: &generator) }
  }

  @Test func productsAreThoseOfTheMatrices() {
    let all = Self.random(10)
    for (a, b) in zip(all, all.dropFirst()) {
      #expect(Self.difference((a * b).matrix, a.matrix * b.matrix) < 1e-12)
      #expect(Self.difference((a * a.inverse).matrix, .identity) < 1e-12)
    }
  }

  @Test func matricesGiveTheirOrientationBack() {
    let turns = [
      Orientation(w: 0, vector: [1, 0, 0]), Orientation(w: 0, vector: [0, 1, 0]), Orientation(w: 0, vector: [0, 0, 1]),
      .identity,
    ]
    for orientation in Self.random(20) + turns {
      #expect(Self.difference(Orientation(orientation.matrix).matrix, orientation.matrix) < 1e-12)
    }
  }

  @Test func aRotationVectorIsAxisTimesAngle() {
    let quarter = Orientation(rotationVector: [0, 0, .pi / 2])
    #expect(Self.difference(quarter.matrix, Matrix3(rows: [0, -1, 0], [1, 0, 0], [0, 0, 1])) < 1e-12)
    #expect(Self.difference(Orientation(rotationVector: .zero).matrix, .identity) == 0)
    #expect(abs(quarter.misorientation(from: .identity) - 90) < 1e-9)
  }

  /// The matrix of Bunge's convention, as products of rotations of the frame about z, x' and z″.
  @Test func bungeAnglesGiveTheMatrixFromSampleToCrystal() {
    func z(_ degrees: Double) -> Matrix3 {
      let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
      return Matrix3(rows: [c, s, 0], [-s, c, 0], [0, 0, 1])
    }
    func x(_ degrees: Double) -> Matrix3 {
      let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
      return Matrix3(rows: [1, 0, 0], [0, c, s], [0, -s, c])
    }
    let flat = [0.4, 2.9, -1.2].map { Orientation(rotationVector: [0, 0, $0]) }
    let upsideDown = flat.map { Orientation(rotationVector: [.pi, 0, 0]) * $0 }
    for orientation in Self.random(20) + flat + upsideDown {
      let angles = orientation.bungeAngles
      #expect((0..<360).contains(angles.x) && (0...180).contains(angles.y) && (0..<360).contains(angles.z))
      let matrix = z(angles.z) * x(angles.y) * z(angles.x)
      #expect(Self.difference(matrix, orientation.matrix.transposed) < 1e-7)
    }
  }

  @Test func symmetryMakesOrientationsEqual() throws {
    let cell = try UnitCell(a: 3, b: 3, c: 3, alpha: 90, beta: 90, gamma: 90)
    let crystal = Crystal(
      name: "Po",
      cell: cell,
      atoms: [AtomSite(label: "Po", element: try #require(Element(symbol: "Po")), position: .zero)]
    )
    let rotations = try CrystalSymmetry(of: crystal).rotations(in: cell)
    #expect(rotations.count == 24)
    for orientation in Self.random(5) {
      for rotation in rotations {
        #expect(orientation.misorientation(from: orientation * rotation, symmetry: rotations) < 1e-5)
      }
    }
    // The largest angle between orientations of a cubic crystal is 62.8° (Mackenzie, Biometrika 45, 229, 1958).
    let angles = Self.random(200).map { $0.misorientation(from: .identity, symmetry: rotations) }
    #expect(angles.allSatisfy { $0 < 62.81 })
    #expect(angles.contains { $0 > 50 })
  }
}
